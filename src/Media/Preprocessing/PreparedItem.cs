namespace UniBind.Grid.Media;

/// <summary>
/// One item as its encoder wants it: one tensor per output of the profile, each with the same number of rows.
/// The embedding of the item is the mean over its rows (clips, crops, windows, chunks), each L2-normalised, then L2-normalised again.
/// </summary>
public sealed record PreparedItem
{
    /// <summary>The tensors, in the order of the profile's outputs.</summary>
    public required IReadOnlyList<PreparedTensor> Tensors { get; init; }

    /// <summary>The number of rows, the first dimension of every tensor.</summary>
    public int Rows => Tensors[0].Shape[0];

    /// <summary>True when part of the content was left out (a text cut to the encoder's window, a sound beyond the last clip).</summary>
    public bool Truncated { get; init; }

    /// <summary>What preprocessing did that a user may want to know, for <c>inspect</c>: EXIF orientation applied, resampled from 8 kHz, ...</summary>
    public IReadOnlyDictionary<string, string> Notes { get; init; } = Empty;

    /// <summary>The size of the tensors in bytes.</summary>
    public long ByteLength => Tensors.Sum(t => t.ByteLength);

    private static readonly IReadOnlyDictionary<string, string> Empty = new Dictionary<string, string>();
}
