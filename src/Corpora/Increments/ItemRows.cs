using System.Globalization;

namespace UniBind.Grid.Corpora;

/// <summary>Finds the rows of an item in its part: one of its own id, or several with numbers behind it (a long text in windows).</summary>
internal sealed class ItemRows
{
    private const string Suffix = "#chunk=";
    private readonly Dictionary<string, int> _rows;
    private readonly HashSet<string> _items;

    /// <param name="rows">The ids of the part's rows.</param>
    /// <param name="items">The ids of the shard's items.</param>
    public ItemRows(IEnumerable<string> rows, IEnumerable<string> items)
    {
        _rows = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var id in rows)
            _rows[id] = _rows.Count;
        _items = items.ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>The places of an item's rows, in order; none where it has no row.</summary>
    public IReadOnlyList<int> Of(string item)
    {
        if (_rows.TryGetValue(item, out var single))
            return [single];
        var rows = new List<int>();

        // An item's own id may end like a row's of another.
        while (RowId(item, rows.Count) is var id && _rows.TryGetValue(id, out var row) && !_items.Contains(id))
            rows.Add(row);
        return rows;
    }

    /// <summary>The id of one of several rows of an item.</summary>
    public static string RowId(string item, int number) => string.Create(CultureInfo.InvariantCulture, $"{item}{Suffix}{number}");
}
