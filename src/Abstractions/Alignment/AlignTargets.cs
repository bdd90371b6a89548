namespace UniBind.Grid;

/// <summary>What items are trained towards; the words are stored.</summary>
public static class AlignTargets
{
    /// <summary>The rows of the center of the item's class.</summary>
    public const string Centers = "centers";

    /// <summary>The embedding of the item's caption: its approved description, else its text in the corpus.</summary>
    public const string Captions = "captions";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Centers, Captions];
}
