namespace UniBind.Grid.Alignment;

/// <summary>The rows of a center set that count for one modality, still sorted by class.</summary>
/// <param name="Rows">The rows, [n, dimension].</param>
/// <param name="Starts">The first row of each class, and the number of rows at the end; a class without rows is empty.</param>
internal sealed record CenterBlock(EmbeddingMatrix Rows, int[] Starts)
{
    public int Classes => Starts.Length - 1;

    public static CenterBlock Of(CenterSet centers, Modality modality)
    {
        HeadExamples.CheckFinite("center row", centers.Rows);
        var kept = new List<int>(centers.Rows.Rows);
        var starts = new int[centers.Classes.Count + 1];
        for (var c = 0; c < centers.Classes.Count; c++)
        {
            var (start, count) = centers.RowsOf(c);
            for (var r = start; r < start + count; r++)
                if (centers.Counts(r, modality))
                    kept.Add(r);
            starts[c + 1] = kept.Count;
        }
        return new CenterBlock(kept.Count == centers.Rows.Rows ? centers.Rows : centers.Rows.Take(kept), starts);
    }

    public ReadOnlySpan<float> Of(ReadOnlySpan<float> logits, int @class) => logits[Starts[@class]..Starts[@class + 1]];

    public Span<float> Of(Span<float> logits, int @class) => logits[Starts[@class]..Starts[@class + 1]];
}
