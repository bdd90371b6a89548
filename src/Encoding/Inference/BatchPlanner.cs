namespace UniBind.Grid.Encoding;

/// <summary>
/// Cuts a batch into Runs that keep the limits. The items stay in their order, Runs are filled greedily, and nothing but the batch and the
/// limits has a say: the same batch is cut the same way on every machine and on every retry.
/// </summary>
internal sealed class BatchPlanner(EncoderContract contract, BatchLimits limits, PaddingMode padding)
{
    /// <summary>Cuts a batch; items without rows (those that failed their check) are left out.</summary>
    public List<RowSlice[]> Plan(IReadOnlyList<ItemLayout> items)
    {
        var runs = new List<RowSlice[]>();
        if (padding != PaddingMode.Equal || !contract.IsDynamic)
        {
            Fill(items, Enumerable.Range(0, items.Count), runs);
            return runs;
        }

        var sameSize = Enumerable.Range(0, items.Count).Where(i => items[i].Rows > 0).GroupBy(i => items[i].Sizes, SizesComparer.Instance);
        foreach (var group in sameSize)
            Fill(items, group, runs);
        return runs;
    }

    /// <summary>Whether an item fits into one Run together with those before it.</summary>
    /// <param name="sum">What is in the Run so far: its rows, and the longest sizes; default at the start.</param>
    /// <param name="next">The item.</param>
    /// <param name="joined">What would be in the Run with the item.</param>
    public bool TryJoin(ItemLayout sum, ItemLayout next, out ItemLayout joined)
    {
        if (sum.Rows == 0)
        {
            joined = next;
            return next.Rows <= Room(0, RowCost(next.Sizes));
        }

        joined = new ItemLayout(sum.Rows + next.Rows, Longest(sum.Sizes, next.Sizes));
        return next.Rows <= Room(sum.Rows, RowCost(joined.Sizes))
            && (padding != PaddingMode.Equal || sum.Sizes.AsSpan().SequenceEqual(next.Sizes));
    }

    /// <summary>Elements of the dynamic dimensions in one row, the most of any input, once rows are padded to <paramref name="sizes"/>; 1 when nothing is dynamic.</summary>
    public long RowCost(ReadOnlySpan<int> sizes)
    {
        long most = 1;
        var next = 0;
        foreach (var input in contract.Inputs)
        {
            long elements = 1;
            foreach (var size in input.Row)
            {
                if (size < 0)
                    elements *= sizes[next++];
            }

            most = Math.Max(most, elements);
        }

        return most;
    }

    private void Fill(IReadOnlyList<ItemLayout> items, IEnumerable<int> order, List<RowSlice[]> runs)
    {
        var slices = new List<RowSlice>();
        var rows = 0;
        int[] padded = [];
        foreach (var index in order)
        {
            var item = items[index];
            for (var row = 0; row < item.Rows;)
            {
                var joined = rows == 0 ? item.Sizes : Longest(padded, item.Sizes);
                var room = Room(rows, RowCost(joined));
                if (room < 1)
                {
                    runs.Add([.. slices]);
                    slices.Clear();
                    rows = 0;
                    continue;
                }

                var count = Math.Min(room, item.Rows - row);
                slices.Add(new RowSlice(index, row, count));
                padded = joined;
                rows += count;
                row += count;
            }
        }

        if (rows > 0)
            runs.Add([.. slices]);
    }

    /// <summary>How many more rows fit into a Run that holds <paramref name="rows"/>.</summary>
    private int Room(int rows, long elements)
    {
        long most = limits.MaxRows;
        if (limits.MaxCost > 0)
            most = Math.Min(most, limits.MaxCost / elements);
        return (int)Math.Max(most - rows, rows == 0 ? 1 : 0);
    }

    private static int[] Longest(int[] a, int[] b)
    {
        var longest = new int[a.Length];
        for (var i = 0; i < longest.Length; i++)
            longest[i] = Math.Max(a[i], b[i]);
        return longest;
    }

    private sealed class SizesComparer : IEqualityComparer<int[]>
    {
        public static readonly SizesComparer Instance = new();

        public bool Equals(int[]? x, int[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode(int[] sizes)
        {
            var hash = new HashCode();
            foreach (var size in sizes)
                hash.Add(size);
            return hash.ToHashCode();
        }
    }
}
