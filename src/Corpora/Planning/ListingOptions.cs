namespace UniBind.Grid.Corpora;

/// <summary>How a listing is frozen. Part of a job's specification: a listing is resumed with the options that it was begun with.</summary>
public sealed record ListingOptions
{
    /// <summary>The most rows to list; the rest of the source is no input of the job. Null for all.</summary>
    public long? Limit { get; init; }

    /// <summary>The most rows of a page.</summary>
    public int PageRows { get; init; } = 65_536;

    /// <summary>The most bytes of a page's file, whatever its rows: rows may carry long texts.</summary>
    public long PageBytes { get; init; } = 64L << 20;
}
