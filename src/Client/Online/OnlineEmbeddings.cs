namespace UniBind.Grid.Client;

/// <summary>What became of the items of an online request.</summary>
/// <param name="Space">The space version, <c>name@7</c> or <c>PACK@0</c>.</param>
/// <param name="Items">A result for each item, in their order.</param>
/// <param name="Preprocess">The longest time that an item was decoded and preprocessed.</param>
/// <param name="Queue">The longest time that an item waited for a device.</param>
/// <param name="Run">The longest time that an item was on a device.</param>
public sealed record OnlineEmbeddings(string Space, IReadOnlyList<EmbeddedItem> Items, TimeSpan Preprocess, TimeSpan Queue, TimeSpan Run);
