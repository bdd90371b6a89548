namespace UniBind.Grid.Grains;

/// <summary>The best hits so far, in an order that leaves no ties: by score, then by id, then by folder. So any split of the rows merges to the same result.</summary>
/// <remarks>Not thread-safe.</remarks>
internal sealed class TopHits(int top)
{
    // The worst hit comes out first.
    private readonly PriorityQueue<SearchHit, SearchHit> _heap = new(Comparer<SearchHit>.Create((a, b) => Order(b, a)));

    /// <summary>False when a hit of this score cannot be among the best any more: it need not even be made.</summary>
    public bool MayTake(float score) => _heap.Count < top || score >= _heap.Peek().Score;

    /// <summary>Takes a hit, if it is among the best.</summary>
    public void Add(SearchHit hit)
    {
        if (_heap.Count < top)
            _heap.Enqueue(hit, hit);
        else if (Order(hit, _heap.Peek()) < 0)
            _heap.EnqueueDequeue(hit, hit);
    }

    /// <summary>The hits, best first.</summary>
    public SearchHit[] Sorted()
    {
        var hits = _heap.UnorderedItems.Select(e => e.Element).ToArray();
        Array.Sort(hits, Order);
        return hits;
    }

    /// <summary>The best of several lists.</summary>
    public static SearchHit[] Merge(IEnumerable<IReadOnlyList<SearchHit>> lists, int top)
    {
        var best = new TopHits(top);
        foreach (var hit in lists.SelectMany(l => l))
            best.Add(hit);
        return best.Sorted();
    }

    /// <summary>Negative when <paramref name="a"/> is the better one.</summary>
    private static int Order(SearchHit a, SearchHit b)
    {
        var order = b.Score.CompareTo(a.Score);
        if (order == 0)
            order = string.CompareOrdinal(a.Id, b.Id);
        return order != 0 ? order : string.CompareOrdinal(a.Folder, b.Folder);
    }
}
