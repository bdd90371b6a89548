namespace UniBind.Grid.Media;

/// <summary>Brings events into order of time, stably: a radix sort over 11 bits at a time, linear whatever the order was.</summary>
internal static class EventTimeSort
{
    private const int DigitBits = 11;
    private const int Digits = 1 << DigitBits;

    /// <summary>Sorts the events by time; those of equal time keep their order. The arrays are left as they are.</summary>
    public static (ushort[] X, ushort[] Y, bool[] Positive, long[] Time) Sort(ushort[] x, ushort[] y, bool[] positive, long[] time)
    {
        var order = Order(time);
        var (sx, sy, sp, st) = (new ushort[x.Length], new ushort[x.Length], new bool[x.Length], new long[x.Length]);
        for (var i = 0; i < order.Length; i++)
        {
            var from = order[i];
            (sx[i], sy[i], sp[i], st[i]) = (x[from], y[from], positive[from], time[from]);
        }
        return (sx, sy, sp, st);
    }

    private static int[] Order(ReadOnlySpan<long> time)
    {
        var (first, last) = (long.MaxValue, long.MinValue);
        foreach (var t in time)
            (first, last) = (Math.Min(first, t), Math.Max(last, t));

        var order = new int[time.Length];
        for (var i = 0; i < order.Length; i++)
            order[i] = i;
        var next = new int[time.Length];
        Span<int> starts = stackalloc int[Digits];
        var range = (ulong)(last - first);
        for (var shift = 0; shift < 64 && range >> shift > 0; shift += DigitBits)
        {
            starts.Clear();
            foreach (var t in time)
                starts[Digit(t - first, shift)]++;
            var sum = 0;
            foreach (ref var start in starts)
                (start, sum) = (sum, sum + start);
            foreach (var index in order)
                next[starts[Digit(time[index] - first, shift)]++] = index;
            (order, next) = (next, order);
        }
        return order;
    }

    private static int Digit(long delta, int shift) => (int)((ulong)delta >> shift) & (Digits - 1);
}
