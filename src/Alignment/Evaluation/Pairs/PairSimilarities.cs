namespace UniBind.Grid.Alignment;

/// <summary>What is kept of the similarities of two modalities' samples.</summary>
internal sealed class PairSimilarities
{
    /// <summary>Depth of retrieval: the greatest k of R@k.</summary>
    public const int Depth = 10;

    private PairSimilarities(int query, int gallery) => (Query, Gallery) = (query, gallery);

    /// <summary>The modality of the queries, as a place in <see cref="EvaluationData.Modalities"/>.</summary>
    public int Query { get; }

    /// <summary>The modality of the gallery.</summary>
    public int Gallery { get; }

    /// <summary>The places in the gallery's sample of each query's nearest, best first; fewer than <see cref="Depth"/> in a small gallery.</summary>
    public required int[][] Top { get; init; }

    /// <summary>The same in the part of the gallery's sample that is in the balanced pool.</summary>
    public required (float Similarity, int Index)[][] Pooled { get; init; }

    /// <summary>exp(-2 ||x - y||^2) of all pairs, zero for pairs of one object; null for pairs that another one mirrors.</summary>
    public float[]? Kernel { get; init; }

    /// <summary>Compares all pairs of modalities.</summary>
    public static List<PairSimilarities> All(EvaluationData data, EvaluationOptions options, CancellationToken cancellationToken)
    {
        var samples = data.Sample.Select(s => data.Embeddings.Take(s)).ToArray();
        var pool = data.Sample.Min(s => s.Length);
        var pairs = new List<PairSimilarities>();
        for (var a = 0; a < samples.Length; a++)
            for (var b = a; b < samples.Length; b++)
            {
                var matrix = Similarities.Of(samples[a], samples[b], cancellationToken);
                var mirrored = a == b ? null : Similarities.Transposed(matrix, samples[a].Rows, samples[b].Rows);
                if (mirrored is not null)
                    pairs.Add(Of(data, b, a, mirrored, pool, options, null));
                pairs.Add(Of(data, a, b, matrix, pool, options, matrix));
            }
        return pairs;
    }

    private static PairSimilarities Of(EvaluationData data, int query, int gallery, float[] matrix, int pool, EvaluationOptions options, float[]? kernel)
    {
        var (queries, columns) = (data.Sample[query].Length, data.Sample[gallery].Length);
        var depth = Math.Max(Depth, options.Neighbours);
        var top = new int[queries][];
        var pooled = new (float, int)[Math.Min(pool, queries)][];
        Parallel.For(0, queries, i =>
        {
            var row = matrix.AsSpan(i * columns, columns);
            Span<int> places = stackalloc int[depth];
            var except = query == gallery ? i : -1;
            top[i] = places[..Nearest.Of(row, except, places)].ToArray();
            if (i >= pooled.Length)
                return;
            var found = Nearest.Of(row[..Math.Min(pool, columns)], except, places[..options.Neighbours]);
            pooled[i] = new (float, int)[found];
            for (var k = 0; k < found; k++)
                pooled[i][k] = (row[places[k]], places[k]);
        });
        if (kernel is not null)
            ToKernel(data, query, gallery, kernel);
        return new PairSimilarities(query, gallery) { Top = top, Pooled = pooled, Kernel = kernel };
    }

    // ||x - y||^2 = 2 - 2 s for unit vectors, so exp(-2 ||x - y||^2) = exp(4 s - 4).
    private static void ToKernel(EvaluationData data, int query, int gallery, float[] matrix)
    {
        var (rows, columns) = (data.Sample[query], data.Sample[gallery]);
        Parallel.For(0, rows.Length, i =>
        {
            var row = matrix.AsSpan(i * columns.Length, columns.Length);
            for (var j = 0; j < row.Length; j++)
                row[j] = data.Cluster[rows[i]] == data.Cluster[columns[j]] ? 0 : MathF.Exp((4 * row[j]) - 4);
        });
    }
}
