namespace UniBind.Grid.Alignment;

/// <summary>Which items make which step: every epoch is a shuffle of its own, cut into batches whose sizes differ by one at most.</summary>
/// <remarks>The order follows from seed and epoch alone, on every machine and version of .NET. Not thread-safe.</remarks>
internal sealed class BatchOrder
{
    private readonly ulong _seed;
    private readonly int[] _items;
    private int _epoch = -1;

    public BatchOrder(int items, int batch, ulong seed)
    {
        _seed = seed;
        _items = new int[items];
        StepsPerEpoch = (items + batch - 1) / batch;
    }

    public int StepsPerEpoch { get; }

    /// <summary>The items of a step; valid until the next call.</summary>
    public ReadOnlySpan<int> Of(int step)
    {
        var (epoch, part) = Math.DivRem(step, StepsPerEpoch);
        if (epoch != _epoch)
            Shuffle(epoch);
        var from = (int)((long)_items.Length * part / StepsPerEpoch);
        return _items.AsSpan(from, (int)((long)_items.Length * (part + 1) / StepsPerEpoch) - from);
    }

    private void Shuffle(int epoch)
    {
        for (var i = 0; i < _items.Length; i++)
            _items[i] = i;
        var state = Mix(_seed ^ Mix((ulong)epoch + 1));
        for (var i = _items.Length - 1; i > 0; i--)
        {
            var j = (int)(((UInt128)Mix(state += 0x9E3779B97F4A7C15) * (ulong)(i + 1)) >> 64);
            (_items[i], _items[j]) = (_items[j], _items[i]);
        }
        _epoch = epoch;
    }

    // splitmix64, Steele et al. 2014
    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
