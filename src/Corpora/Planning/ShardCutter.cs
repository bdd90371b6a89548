namespace UniBind.Grid.Corpora;

/// <summary>Cuts items into shards of one modality and like cost.</summary>
internal static class ShardCutter
{
    // A shard that spans more than an octave of cost would mix batches of very different size; but splitting at every
    // octave would leave crumbs, and a shard's fixed cost (a file, its fsync, a lease) is paid by its items.
    private const double Octave = 2;
    private const int LeastPart = 4;

    /// <summary>The shards, by modality and from cheap to costly; items of equal cost keep the order of the listing.</summary>
    /// <param name="items">The items; sorted in place.</param>
    /// <param name="options">Tells the items of a shard.</param>
    public static IEnumerable<ReadOnlyMemory<PlannedItem>> Cut(PlannedItem[] items, PlanOptions options)
    {
        Array.Sort(items, Compare);
        for (var start = 0; start < items.Length;)
        {
            var end = End(items, start, options.ShardItems(items[start].Modality));
            yield return items.AsMemory(start, end - start);
            start = end;
        }
    }

    private static int End(PlannedItem[] items, int start, int most)
    {
        var first = items[start];
        var end = start + 1;
        for (; end < items.Length && end - start < most; end++)
        {
            if (items[end].Modality != first.Modality)
                break;
            if (items[end].Cost > first.Cost * Octave && (end - start) * LeastPart >= most)
                break;
        }
        return end;
    }

    private static int Compare(PlannedItem a, PlannedItem b)
    {
        if (a.Modality != b.Modality)
            return (int)a.Modality - (int)b.Modality;
        var cost = a.Cost.CompareTo(b.Cost);
        return cost != 0 ? cost : a.Ordinal.CompareTo(b.Ordinal);
    }
}
