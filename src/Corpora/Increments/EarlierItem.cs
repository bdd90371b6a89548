namespace UniBind.Grid.Corpora;

/// <summary>An item of an earlier job that has a row.</summary>
/// <param name="Planned">The item as it was planned.</param>
/// <param name="Place">Where it is in the earlier plan.</param>
/// <param name="ContentSha256">The hash of its content, as its row says.</param>
internal readonly record struct EarlierItem(PlannedItem Planned, ItemPlace Place, string ContentSha256);
