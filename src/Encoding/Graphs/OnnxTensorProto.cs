using System.Buffers.Binary;
using System.Runtime.InteropServices;
using UniBind.Grid.Media;

namespace UniBind.Grid.Encoding;

/// <summary>Writes TensorProto messages: dims = 1, data_type = 2, name = 8, raw_data = 9 (little-endian).</summary>
internal static class OnnxTensorProto
{
    public static void Write(ProtobufWriter writer, string name, ReadOnlySpan<float> values, ReadOnlySpan<long> shape)
    {
        Header(writer, name, TensorType.Float32, values.Length, shape);
        if (BitConverter.IsLittleEndian)
        {
            writer.Bytes(9, MemoryMarshal.AsBytes(values));
            return;
        }

        var raw = new byte[checked(4 * values.Length)];
        for (var i = 0; i < values.Length; i++)
            BinaryPrimitives.WriteSingleLittleEndian(raw.AsSpan(4 * i), values[i]);
        writer.Bytes(9, raw);
    }

    public static void Write(ProtobufWriter writer, string name, ReadOnlySpan<long> values, ReadOnlySpan<long> shape)
    {
        Header(writer, name, TensorType.Int64, values.Length, shape);
        if (BitConverter.IsLittleEndian)
        {
            writer.Bytes(9, MemoryMarshal.AsBytes(values));
            return;
        }

        var raw = new byte[checked(8 * values.Length)];
        for (var i = 0; i < values.Length; i++)
            BinaryPrimitives.WriteInt64LittleEndian(raw.AsSpan(8 * i), values[i]);
        writer.Bytes(9, raw);
    }

    /// <summary>The number of a type in TensorProto.DataType.</summary>
    public static int Code(TensorType type) => type switch
    {
        TensorType.Float32 => 1,
        TensorType.Int64 => 7,
        _ => throw new ArgumentOutOfRangeException(nameof(type)),
    };

    private static void Header(ProtobufWriter writer, string name, TensorType type, int count, ReadOnlySpan<long> shape)
    {
        long product = 1;
        foreach (var size in shape)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(size, nameof(shape));
            product = checked(product * size);
        }

        if (product != count)
            throw new ArgumentException($"The tensor '{name}' has {count} values, but its shape [{string.Join(", ", shape.ToArray())}] asks for {product}.", nameof(shape));
        foreach (var size in shape)
            writer.Int64(1, size);
        writer.Int64(2, Code(type));
        writer.String(8, name);
    }
}
