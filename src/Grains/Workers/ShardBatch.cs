using UniBind.Grid.Encoding;
using UniBind.Grid.Media;

namespace UniBind.Grid.Grains;

/// <summary>The batch that is being filled: as many items, in the planned order, as fit in one Run.</summary>
/// <remarks>Not thread-safe.</remarks>
internal sealed class ShardBatch(BatchLimits limits)
{
    private List<ShardRows.Entry> _entries = [];
    private int _rows;
    private long _elements;

    public int Count => _entries.Count;

    /// <summary>Whether the item may join; an empty batch takes any item.</summary>
    public bool Fits(PreparedItem item) =>
        _entries.Count == 0 || limits.Allows(_rows + item.Rows, Math.Max(_elements, Elements(item)));

    public void Add(ShardRows.Entry entry)
    {
        _entries.Add(entry);
        _rows += entry.Prepared.Rows;
        _elements = Math.Max(_elements, Elements(entry.Prepared));
    }

    /// <summary>Takes the batch out and starts the next one.</summary>
    public IReadOnlyList<ShardRows.Entry> Take()
    {
        var taken = _entries;
        _entries = [];
        _rows = 0;
        _elements = 0;
        return taken;
    }

    /// <summary>Elements of one row of the largest tensor: what a row costs when the batch is padded to it.</summary>
    private static long Elements(PreparedItem item)
    {
        var most = 0L;
        foreach (var tensor in item.Tensors)
        {
            var elements = 1L;
            for (var i = 1; i < tensor.Shape.Count; i++)
                elements *= tensor.Shape[i];
            most = Math.Max(most, elements);
        }
        return most;
    }
}
