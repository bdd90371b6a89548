using UniBind.Grid.Media;

namespace UniBind.Grid.Encoding;

/// <summary>
/// Items on their way through an encoder: their sizes, the normalised rows as Runs deliver them, and the error of each item that has one.
/// Rows are combined in their order in the item, whatever the order of the Runs, so that the result does not depend on it.
/// </summary>
/// <remarks>Runs write to different rows, so that several may do so at the same time.</remarks>
internal sealed class EncodeBatch
{
    private readonly int _dimension;
    private readonly float[][] _rows;
    private readonly ItemException?[] _errors;

    public EncodeBatch(EncoderContract contract, IReadOnlyList<PreparedItem> items, int dimension)
    {
        Items = items;
        _dimension = dimension;
        var layouts = new ItemLayout[items.Count];
        _rows = new float[items.Count][];
        _errors = new ItemException?[items.Count];
        for (var i = 0; i < layouts.Length; i++)
        {
            _errors[i] = ItemLayout.Of(contract, items[i], out layouts[i]);
            _rows[i] = _errors[i] is null ? new float[layouts[i].Rows * dimension] : [];
        }

        Layouts = layouts;
    }

    /// <summary>The items, in the caller's order.</summary>
    public IReadOnlyList<PreparedItem> Items { get; }

    /// <summary>Their sizes; one without rows failed its check.</summary>
    public IReadOnlyList<ItemLayout> Layouts { get; }

    /// <summary>Where a row of an item goes.</summary>
    public Span<float> Row(int item, int row) => _rows[item].AsSpan(row * _dimension, _dimension);

    /// <summary>Notes that an item has no vector. The first reason stays.</summary>
    public void Fail(int item, ItemException error) => Interlocked.CompareExchange(ref _errors[item], error, null);

    /// <summary>Whether an item has an error.</summary>
    public bool HasFailed(int item) => _errors[item] is not null;

    /// <summary>The result of an item whose Runs are all done.</summary>
    public EncodeResult Result(int item)
    {
        if (_errors[item] is { } error)
            return new EncodeResult(null, error);
        var vector = VectorMath.Mean(_rows[item], _dimension, out var meanError);
        return new EncodeResult(vector, meanError);
    }

    /// <summary>The results of all items, and how many of them are errors.</summary>
    public EncodeResult[] Results(out int failed)
    {
        failed = 0;
        var results = new EncodeResult[Items.Count];
        for (var i = 0; i < results.Length; i++)
        {
            results[i] = Result(i);
            failed += results[i].Error is null ? 0 : 1;
        }

        return results;
    }
}
