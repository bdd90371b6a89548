using UniBind.Grid.Media;

namespace UniBind.Grid.Encoding;

/// <summary>Takes prepared items apart.</summary>
public static class PreparedItemRows
{
    /// <summary>An item for each row of an item, for outputs that want a vector for each chunk and not their mean. One row gives the item itself.</summary>
    public static IReadOnlyList<PreparedItem> SplitRows(this PreparedItem item)
    {
        var rows = item.Rows;
        if (rows == 1)
            return [item];
        var items = new PreparedItem[rows];
        for (var row = 0; row < rows; row++)
            items[row] = item with { Tensors = [.. item.Tensors.Select(t => Row(t, row))] };
        return items;
    }

    private static PreparedTensor Row(PreparedTensor tensor, int row)
    {
        var shape = tensor.Shape.ToArray();
        var length = (tensor.Floats?.Length ?? tensor.Longs!.Length) / shape[0];
        shape[0] = 1;
        return new PreparedTensor(tensor.Name, shape, tensor.Floats?.AsSpan(row * length, length).ToArray(), tensor.Longs?.AsSpan(row * length, length).ToArray());
    }
}
