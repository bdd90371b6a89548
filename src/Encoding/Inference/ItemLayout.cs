using UniBind.Grid.Media;

namespace UniBind.Grid.Encoding;

/// <summary>The size of one item: its rows, and its size in every dynamic dimension of the encoder's inputs, in order.</summary>
internal readonly record struct ItemLayout(int Rows, int[] Sizes)
{
    /// <summary>The most rows of one item: a day of sound in windows of a tenth of a second.</summary>
    public const int MaxRows = 1 << 20;

    /// <summary>Checks an item against what the encoder takes.</summary>
    /// <returns>What is wrong with the item, or null.</returns>
    public static ItemException? Of(EncoderContract contract, PreparedItem item, out ItemLayout layout)
    {
        layout = default;
        var inputs = contract.Inputs;
        if (item.Tensors.Count != inputs.Count)
            return Fault($"has {item.Tensors.Count} tensors where the encoder takes {inputs.Count}");
        List<int>? sizes = null;
        var rows = -1;
        for (var i = 0; i < inputs.Count; i++)
        {
            var tensor = item.Tensors[i];
            var binding = inputs[i];
            if (tensor.Name != binding.Spec.Name || tensor.Type != binding.Spec.Type || tensor.Shape.Count != binding.Row.Length + 1)
                return Fault($"has the tensor '{tensor.Name}' ({tensor.Type}, {tensor.Shape.Count} dimensions) where the encoder takes '{binding.Spec.Name}' ({binding.Spec.Type}, {binding.Row.Length + 1} dimensions)");
            rows = rows < 0 ? tensor.Shape[0] : rows;
            if (rows < 1 || tensor.Shape[0] != rows)
                return Fault($"has {tensor.Shape[0]} rows in the tensor '{tensor.Name}', and {rows} in another");
            if (rows > MaxRows)
                return Fault($"has {rows} rows, and at most {MaxRows} are encoded");
            long count = rows;
            for (var d = 0; d < binding.Row.Length; d++)
            {
                var size = tensor.Shape[d + 1];
                var wanted = binding.Row[d];
                count *= Math.Max(size, 0);
                if (size < 1 || count > int.MaxValue)
                    return Fault($"has the size {size} in dimension {d + 1} of the tensor '{tensor.Name}'");
                if (wanted < 0)
                    (sizes ??= []).Add(size);
                else if (size > wanted)
                    return Fault($"has the size {size} in dimension {d + 1} of the tensor '{tensor.Name}', and the encoder takes at most {wanted}");
                else if (size < wanted && binding.Spec.Shape[d] >= 0)
                    return Fault($"has the size {size} in dimension {d + 1} of the tensor '{tensor.Name}', and the encoder takes {wanted}");
            }

            if (count != (tensor.Floats?.Length ?? tensor.Longs!.Length))
                return Fault($"has a tensor '{tensor.Name}' whose values do not fill its shape");
        }

        layout = new ItemLayout(rows, sizes?.ToArray() ?? []);
        return null;
    }

    private static ItemException Fault(FormattableString problem) =>
        new(ItemStage.Encode, ItemErrorCodes.Encoder, $"The prepared item {FormattableString.Invariant(problem)}.");
}
