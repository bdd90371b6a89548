namespace UniBind.Grid.Grains;

/// <summary>The usable items of a group, in the order of the plan, and the account of the others.</summary>
/// <param name="Items">The items.</param>
/// <param name="Captions">The captions that they refer to, each once.</param>
/// <param name="Summary">The account.</param>
internal sealed record AlignGroupItems(IReadOnlyList<AlignItem> Items, IReadOnlyList<string> Captions, AlignGroupSummary Summary);
