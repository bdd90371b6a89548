using System.Buffers.Binary;

namespace UniBind.Grid.Media;

/// <summary>Names, sizes and values of PLY's scalar types.</summary>
internal static class PlyScalar
{
    /// <summary>The size of a type in bytes.</summary>
    public static int Size(this PlyType type) => type switch
    {
        PlyType.Int8 or PlyType.UInt8 => 1,
        PlyType.Int16 or PlyType.UInt16 => 2,
        PlyType.Float64 => 8,
        _ => 4,
    };

    /// <summary>Reads a type's name.</summary>
    /// <exception cref="ItemException">The name is none of PLY's.</exception>
    public static PlyType Parse(string name) => name switch
    {
        "char" or "int8" => PlyType.Int8,
        "uchar" or "uint8" => PlyType.UInt8,
        "short" or "int16" => PlyType.Int16,
        "ushort" or "uint16" => PlyType.UInt16,
        "int" or "int32" => PlyType.Int32,
        "uint" or "uint32" => PlyType.UInt32,
        "float" or "float32" => PlyType.Float32,
        "double" or "float64" => PlyType.Float64,
        _ => throw Refuse.Corrupt($"The PLY header names the unknown type '{name}'."),
    };

    /// <summary>Reads one value; <paramref name="at"/> must hold it.</summary>
    public static double Read(PlyType type, ReadOnlySpan<byte> at, bool bigEndian) => type switch
    {
        PlyType.Int8 => (sbyte)at[0],
        PlyType.UInt8 => at[0],
        PlyType.Int16 => bigEndian ? BinaryPrimitives.ReadInt16BigEndian(at) : BinaryPrimitives.ReadInt16LittleEndian(at),
        PlyType.UInt16 => bigEndian ? BinaryPrimitives.ReadUInt16BigEndian(at) : BinaryPrimitives.ReadUInt16LittleEndian(at),
        PlyType.Int32 => bigEndian ? BinaryPrimitives.ReadInt32BigEndian(at) : BinaryPrimitives.ReadInt32LittleEndian(at),
        PlyType.UInt32 => bigEndian ? BinaryPrimitives.ReadUInt32BigEndian(at) : BinaryPrimitives.ReadUInt32LittleEndian(at),
        PlyType.Float32 => bigEndian ? BinaryPrimitives.ReadSingleBigEndian(at) : BinaryPrimitives.ReadSingleLittleEndian(at),
        _ => bigEndian ? BinaryPrimitives.ReadDoubleBigEndian(at) : BinaryPrimitives.ReadDoubleLittleEndian(at),
    };
}
