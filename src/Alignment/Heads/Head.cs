namespace UniBind.Grid.Alignment;

/// <summary>
/// The head of one modality: <c>embedding = normalise(W raw + b)</c>. A label head first keeps only the <see cref="Top"/> greatest values of
/// the raw vector, which are class probabilities there (ConSE, Norouzi et al. 2014).
/// </summary>
/// <remarks>Immutable and thread-safe; valid until the file behind it is disposed, where there is one.</remarks>
public sealed record Head
{
    /// <summary>The modality.</summary>
    public required Modality Modality { get; init; }

    /// <summary>W, one row for each dimension of the space, one column for each of the raw embedding.</summary>
    public required EmbeddingMatrix Weights { get; init; }

    /// <summary>b; empty for none.</summary>
    public ReadOnlyMemory<float> Bias { get; init; }

    /// <summary>Only so many of the raw vector's greatest values count; 0 for all.</summary>
    public int Top { get; init; }

    /// <summary>How the head came to be.</summary>
    public HeadOrigin Origin { get; init; } = new();

    /// <summary>How class scores of this modality become confidences; null when nothing was held out to fit it on.</summary>
    public ScoreCalibration? Calibration { get; init; }

    /// <summary>The raw dimension.</summary>
    public int RawDimension => Weights.Columns;

    /// <summary>The space's dimension.</summary>
    public int Dimension => Weights.Rows;
}
