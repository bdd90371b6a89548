namespace UniBind.Grid.Corpora;

/// <summary>The embeddings of a part, and what tells whether two are comparable; no other column is read.</summary>
public sealed record PartVectors
{
    /// <summary>The ids of the rows.</summary>
    public required IReadOnlyList<string> Ids { get; init; }

    /// <summary>Their modalities.</summary>
    public required IReadOnlyList<Modality> Modalities { get; init; }

    /// <summary>Their space versions.</summary>
    public required IReadOnlyList<string> Spaces { get; init; }

    /// <summary>The hashes of their encoders.</summary>
    public required IReadOnlyList<string> Encoders { get; init; }

    /// <summary>The hashes of their heads.</summary>
    public required IReadOnlyList<string> Heads { get; init; }

    /// <summary>All embeddings, row by row in one piece; empty where no row has a modality that was asked for.</summary>
    public ReadOnlyMemory<float> Embeddings { get; init; }

    /// <summary>The length of each; 0 where they were not read.</summary>
    public int Dimension { get; init; }

    /// <summary>The rows of some modalities.</summary>
    /// <param name="wanted">The modalities.</param>
    public int[] RowsOf(IReadOnlySet<Modality> wanted) => [.. Enumerable.Range(0, Modalities.Count).Where(i => wanted.Contains(Modalities[i]))];

    /// <summary>Takes them out of rows.</summary>
    internal static PartVectors Of(IReadOnlyList<OutputRow> rows)
    {
        var dimension = rows.Count == 0 ? 0 : rows[0].Embedding.Length;
        var values = new float[rows.Count * dimension];
        for (var i = 0; i < rows.Count; i++)
            rows[i].Embedding.CopyTo(values, i * dimension);
        return new PartVectors
        {
            Ids = [.. rows.Select(r => r.Id)],
            Modalities = [.. rows.Select(r => r.Modality)],
            Spaces = [.. rows.Select(r => r.Space)],
            Encoders = [.. rows.Select(r => r.Encoder)],
            Heads = [.. rows.Select(r => r.Head)],
            Embeddings = values,
            Dimension = dimension,
        };
    }
}
