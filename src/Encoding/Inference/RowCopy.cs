using System.Numerics.Tensors;
using Microsoft.ML.OnnxRuntime.Tensors;
using UniBind.Grid.Media;

namespace UniBind.Grid.Encoding;

/// <summary>Copies rows of an item into the tensor of a Run, padded at the end of every dimension and narrowed where the model wants it.</summary>
internal static class RowCopy
{
    /// <summary>The bytes of one element of a type that models may take.</summary>
    public static int SizeOf(TensorElementType type) => type switch
    {
        TensorElementType.Float or TensorElementType.Int32 => 4,
        TensorElementType.Int64 => 8,
        TensorElementType.Float16 => 2,
        _ => throw new ArgumentOutOfRangeException(nameof(type)),
    };

    /// <summary>Copies rows.</summary>
    /// <param name="tensor">The item's tensor.</param>
    /// <param name="slice">Which of its rows.</param>
    /// <param name="buffer">The Run's tensor.</param>
    /// <param name="binding">The input that it feeds.</param>
    /// <param name="row">The dimensions of a padded row.</param>
    /// <param name="at">The first row to write.</param>
    /// <returns>The elements that were written, without padding.</returns>
    public static long Copy(PreparedTensor tensor, RowSlice slice, AlignedBuffer buffer, InputBinding binding, ReadOnlySpan<int> row, int at)
    {
        var from = new int[row.Length];
        for (var d = 0; d < from.Length; d++)
            from[d] = tensor.Shape[d + 1];
        var length = Product(from);
        var elements = slice.Count * length;
        var start = slice.Row * length;
        var pad = binding.Spec.PadValue;
        switch (binding.Type)
        {
            case TensorElementType.Float:
                Rows(tensor.Floats.AsSpan(start, elements), from, buffer.Elements<float>(), row, at, pad, static (s, d) => s.CopyTo(d));
                break;
            case TensorElementType.Int64:
                Rows(tensor.Longs.AsSpan(start, elements), from, buffer.Elements<long>(), row, at, pad, static (s, d) => s.CopyTo(d));
                break;
            case TensorElementType.Float16:
                Rows(tensor.Floats.AsSpan(start, elements), from, buffer.Elements<Half>(), row, at, (Half)pad, TensorPrimitives.ConvertToHalf);
                break;
            default: // an id beyond 32 bits saturates, so that the model refuses it as it refuses any unknown id
                Rows(tensor.Longs.AsSpan(start, elements), from, buffer.Elements<int>(), row, at, (int)pad, TensorPrimitives.ConvertSaturating);
                break;
        }

        return elements;
    }

    /// <summary>The elements of a shape.</summary>
    public static int Product(ReadOnlySpan<int> shape)
    {
        var product = 1;
        foreach (var size in shape)
            product = checked(product * size);
        return product;
    }

    private delegate void Block<TFrom, TTo>(ReadOnlySpan<TFrom> source, Span<TTo> destination);

    private static void Rows<TFrom, TTo>(
        ReadOnlySpan<TFrom> source, ReadOnlySpan<int> from, Span<TTo> buffer, ReadOnlySpan<int> row, int at, TTo pad, Block<TFrom, TTo> copy)
    {
        var length = Product(row);
        if (from.SequenceEqual(row))
        {
            copy(source, buffer.Slice(at * length, source.Length));
            return;
        }

        var step = Product(from);
        for (; !source.IsEmpty; source = source[step..], at++)
        {
            var destination = buffer.Slice(at * length, length);
            destination.Fill(pad);
            Nested(source[..step], from, destination, row, copy);
        }
    }

    private static void Nested<TFrom, TTo>(ReadOnlySpan<TFrom> source, ReadOnlySpan<int> from, Span<TTo> destination, ReadOnlySpan<int> row, Block<TFrom, TTo> copy)
    {
        if (from.Length == 0 || from[1..].SequenceEqual(row[1..]))
        {
            copy(source, destination[..source.Length]);
            return;
        }

        var step = source.Length / from[0];
        var stride = destination.Length / row[0];
        for (var i = 0; i < from[0]; i++)
            Nested(source.Slice(i * step, step), from[1..], destination.Slice(i * stride, stride), row[1..], copy);
    }
}
