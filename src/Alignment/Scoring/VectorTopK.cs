namespace UniBind.Grid.Alignment;

/// <summary>Finds the nearest vectors to some queries, exactly, while parts of a collection pass by; memory is bounded by the hits kept and one block.</summary>
/// <remarks>
/// Not thread-safe: one for each scan; <see cref="Merge"/> puts the results of several together, and gives what one scan over all would have
/// given. Neither the order of the parts nor their sizes change the result.
/// </remarks>
public sealed class VectorTopK
{
    /// <summary>The most hits of a query.</summary>
    public const int MaxTop = 10_000;

    private const int BlockValues = 1 << 20;
    private static readonly Comparer<VectorHit> WorstFirst = Comparer<VectorHit>.Create((a, b) => b.CompareTo(a));

    private readonly EmbeddingMatrix _queries;
    private readonly int _top;
    private readonly PriorityQueue<VectorHit, VectorHit>[] _heaps;
    private readonly int _block;
    private float[] _scores = [];

    /// <summary>Starts a search.</summary>
    /// <param name="queries">The queries, one a row, L2-normalised.</param>
    /// <param name="top">The hits of each, 1 to <see cref="MaxTop"/>.</param>
    /// <exception cref="AlignmentException">A query is not of length 1, or too many hits are asked for.</exception>
    public VectorTopK(EmbeddingMatrix queries, int top)
    {
        RequireTop(top);
        for (var q = 0; q < queries.Rows; q++)
            if (!Directions.IsUnit(queries.Row(q)))
                throw new AlignmentException($"Query {q} is not a finite vector of length 1 and cannot be searched for.");
        _queries = queries;
        _top = top;
        _heaps = new PriorityQueue<VectorHit, VectorHit>[queries.Rows];
        for (var q = 0; q < _heaps.Length; q++)
            _heaps[q] = new PriorityQueue<VectorHit, VectorHit>(WorstFirst);
        _block = Math.Max(1, BlockValues / Math.Max(1, queries.Rows));
    }

    /// <summary>Scans a part of the collection.</summary>
    /// <param name="rows">Its vectors, L2-normalised.</param>
    /// <param name="id">The id of a row; asked only for rows that may be among the best.</param>
    /// <param name="source">A number by which the caller knows the part again; the same in every scan.</param>
    /// <exception cref="AlignmentException">The vectors have another dimension than the queries, or one is not finite.</exception>
    public void Add(EmbeddingMatrix rows, Func<int, string> id, int source)
    {
        if (rows.Columns != _queries.Columns)
            throw new AlignmentException($"The vectors searched have {rows.Columns} dimensions, and the query {_queries.Columns}; search outputs of the query's space.");
        if (_queries.Rows == 0 || rows.Rows == 0)
            return;
        var values = Math.Min(_block, rows.Rows) * _queries.Rows;
        if (_scores.Length < values)
            _scores = new float[values];
        for (var first = 0; first < rows.Rows; first += _block)
        {
            var block = rows.Slice(first, Math.Min(_block, rows.Rows - first));
            Products.Dots(_queries, block, _scores);
            for (var q = 0; q < _queries.Rows; q++)
                Scan(_heaps[q], _scores.AsSpan(q * block.Rows, block.Rows), first, id, source);
        }
    }

    /// <summary>The hits of each query so far, best first.</summary>
    public VectorHit[][] Results() => Array.ConvertAll(_heaps, heap =>
    {
        var hits = heap.UnorderedItems.Select(item => item.Element).ToArray();
        Array.Sort(hits);
        return hits;
    });

    /// <summary>The best hits of several results of one query: the same as one search over everything gives.</summary>
    /// <param name="results">The results; the order of their hits does not matter.</param>
    /// <param name="top">How many hits.</param>
    public static VectorHit[] Merge(IEnumerable<IReadOnlyList<VectorHit>> results, int top)
    {
        RequireTop(top);
        return [.. results.SelectMany(hits => hits).Order().Take(top)];
    }

    private void Scan(PriorityQueue<VectorHit, VectorHit> heap, ReadOnlySpan<float> scores, int first, Func<int, string> id, int source)
    {
        var worst = heap.Count < _top ? float.NegativeInfinity : heap.Peek().Score;
        for (var r = 0; r < scores.Length; r++)
        {
            var score = scores[r];
            if (score < worst)
                continue;
            if (!float.IsFinite(score))
                throw new AlignmentException($"The vector of '{id(first + r)}' is not finite; write the output again.");
            var hit = new VectorHit(id(first + r), score, source, first + r);
            if (heap.Count < _top)
                heap.Enqueue(hit, hit);
            else if (hit.CompareTo(heap.Peek()) < 0)
                heap.EnqueueDequeue(hit, hit);
            else
                continue;
            worst = heap.Count < _top ? float.NegativeInfinity : heap.Peek().Score;
        }
    }

    private static void RequireTop(int top)
    {
        if (top is < 1 or > MaxTop)
            throw new AlignmentException($"{top} hits were asked for; take 1 to {MaxTop:N0}.");
    }
}
