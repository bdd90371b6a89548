namespace UniBind.Grid.Grains;

/// <summary>How many items are decoded ahead: two batches, at least enough for every thread, and never more than the memory allows.</summary>
/// <remarks>Not thread-safe. Only the pace depends on it, never the batches.</remarks>
internal sealed class DecodeWindow(int threads, int batchRows, long maxBytes)
{
    private long _items;
    private long _bytes;
    private long _rows;

    /// <summary>The number of items that may be in decoding or decoded now.</summary>
    public int Items
    {
        get
        {
            if (_items == 0)
                return threads + 1;
            var rowsPerItem = Math.Max(1, _rows / _items);
            var wanted = Math.Max(threads + 1, 2 * batchRows / rowsPerItem);
            var bytesPerItem = Math.Max(1, _bytes / _items);
            return (int)Math.Clamp(maxBytes / bytesPerItem, 1, wanted);
        }
    }

    /// <summary>Learns the size of a decoded item.</summary>
    public void Observe(DecodedItem item)
    {
        if (item.Prepared.Count == 0)
            return;
        _items++;
        foreach (var prepared in item.Prepared)
        {
            _bytes += prepared.ByteLength;
            _rows += prepared.Rows;
        }
    }
}
