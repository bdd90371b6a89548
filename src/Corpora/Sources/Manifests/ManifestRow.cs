namespace UniBind.Grid.Corpora;

/// <summary>One row of a manifest or .jsonl file: its record, or what is wrong with it.</summary>
/// <param name="Number">Its line (jsonl, csv) or row (parquet), from 1.</param>
/// <param name="Record">The fields; empty when there is a problem.</param>
/// <param name="Problem">What is wrong, or null.</param>
/// <param name="Offset">The line's first byte in the file, or -1 where the format has no lines to come back to.</param>
/// <param name="Length">The line's bytes.</param>
internal readonly record struct ManifestRow(long Number, ManifestRecord Record, string? Problem = null, long Offset = -1, long Length = 0)
{
    /// <summary>The code that goes with <see cref="Problem"/>.</summary>
    public string Code { get; init; } = ItemErrorCodes.Corrupt;
}
