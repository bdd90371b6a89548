namespace UniBind.Grid.Corpora;

/// <summary>One entry of a listing: an item, or why there is none. Exactly one of the two is set.</summary>
/// <param name="Item">The item.</param>
/// <param name="Problem">The dead letter that takes its place.</param>
public readonly record struct ListedItem(CorpusItem? Item, DeadLetter? Problem)
{
    /// <summary>True for an item of an earlier job that the source does not list: its row is taken over as it is, and its content is never opened.</summary>
    public bool IsCarried { get; init; }

    private const int LongestMessage = 500;

    /// <summary>An item.</summary>
    public static ListedItem Of(CorpusItem item) => new(item, null);

    /// <summary>A problem found while listing; its message is cut at 500 characters.</summary>
    public static ListedItem Failed(string id, string uri, string code, string message) =>
        new(null, new DeadLetter(id, uri, ItemStage.Plan, code, Shorten(message)));

    internal static string Shorten(string message) =>
        message.Length <= LongestMessage ? message : string.Concat(message.AsSpan(0, LongestMessage), "…");
}
