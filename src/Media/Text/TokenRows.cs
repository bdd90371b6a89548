using System.Runtime.InteropServices;

namespace UniBind.Grid.Media;

/// <summary>Lays windows of token ids out as tensors.</summary>
internal static class TokenRows
{
    /// <summary>The start of the text in one row.</summary>
    public static PreparedItem First(TokenLayout layout, List<int> ids) =>
        Build(layout, CollectionsMarshal.AsSpan(ids)[..Math.Min(ids.Count, layout.Capacity)], rows: 1, truncated: ids.Count > layout.Capacity);

    /// <summary>The text in as few windows as hold it, as one item with a row each.</summary>
    public static PreparedItem Together(TokenLayout layout, List<int> ids) =>
        Build(layout, Kept(layout, ids), Windows(layout, ids), ids.Count > Most(layout));

    /// <summary>The text in as few windows as hold it, each an item of its own.</summary>
    public static IReadOnlyList<PreparedItem> Apart(TokenLayout layout, List<int> ids)
    {
        var kept = Kept(layout, ids);
        var items = new PreparedItem[Windows(layout, ids)];
        for (var i = 0; i < items.Length; i++)
        {
            var (start, end) = Window(kept.Length, items.Length, i);
            items[i] = Build(layout, kept[start..end], rows: 1, truncated: i == items.Length - 1 && ids.Count > Most(layout));
        }
        return items;
    }

    private static int Most(TokenLayout layout) => checked(layout.Capacity * layout.MaxChunks);

    private static ReadOnlySpan<int> Kept(TokenLayout layout, List<int> ids) =>
        CollectionsMarshal.AsSpan(ids)[..Math.Min(ids.Count, Most(layout))];

    private static int Windows(TokenLayout layout, List<int> ids) =>
        (Math.Min(ids.Count, Most(layout)) + layout.Capacity - 1) / layout.Capacity;

    /// <summary>Windows of equal size (to one token): a last window of a few tokens would weigh as much in the mean as a full one.</summary>
    private static (int Start, int End) Window(int tokens, int windows, int index) =>
        ((int)((long)tokens * index / windows), (int)((long)tokens * (index + 1) / windows));

    private static PreparedItem Build(TokenLayout layout, ReadOnlySpan<int> ids, int rows, bool truncated)
    {
        var special = layout.MaxLength - layout.Capacity;
        var length = layout.Fixed ? layout.MaxLength : special + (ids.Length + rows - 1) / rows;
        var tokens = new long[rows * length];
        if (layout.Pad != 0)
            Array.Fill(tokens, layout.Pad);
        var intMask = layout.Mask == TensorType.Int64 ? new long[tokens.Length] : null;
        var floatMask = layout.Mask == TensorType.Float32 ? new float[tokens.Length] : null;
        for (var row = 0; row < rows; row++)
        {
            var (start, end) = Window(ids.Length, rows, row);
            var used = Fill(layout, ids[start..end], tokens.AsSpan(row * length, length));
            intMask?.AsSpan(row * length, used).Fill(1);
            floatMask?.AsSpan(row * length, used).Fill(1);
        }
        var tensors = new List<PreparedTensor>(3) { PreparedTensor.Of("input_ids", tokens, rows, length) };
        if (layout.Mask is not null)
            tensors.Add(new PreparedTensor("attention_mask", [rows, length], floatMask, intMask));
        if (layout.TokenTypes)
            tensors.Add(PreparedTensor.Of("token_type_ids", new long[rows * length], rows, length));
        return new PreparedItem { Tensors = tensors, Truncated = truncated };
    }

    private static int Fill(TokenLayout layout, ReadOnlySpan<int> ids, Span<long> row)
    {
        var used = 0;
        if (layout.Start >= 0)
            row[used++] = layout.Start;
        foreach (var id in ids)
            row[used++] = id;
        if (layout.End >= 0)
            row[used++] = layout.End;
        return used;
    }
}
