using System.Buffers.Binary;

namespace UniBind.Grid.Media;

/// <summary>
/// A table of a FlatBuffer, read by field number. Every offset comes from an untrusted file: each is checked against the buffer before it is followed.
/// </summary>
/// <remarks>Layout: https://flatbuffers.dev/internals. A table begins with the distance back to its vtable, which lists the fields' places in the table.</remarks>
internal readonly ref struct FlatTable
{
    private readonly ReadOnlySpan<byte> _buffer;
    private readonly int _table;
    private readonly int _vtable;
    private readonly int _vtableLength;

    private FlatTable(ReadOnlySpan<byte> buffer, int table)
    {
        _buffer = buffer;
        _table = table;
        _vtable = Checked(table - (long)BinaryPrimitives.ReadInt32LittleEndian(At(table, 4)), 4);
        _vtableLength = BinaryPrimitives.ReadUInt16LittleEndian(At(_vtable, 2));
        Checked(_vtable, _vtableLength);
    }

    /// <summary>Takes a buffer with its length in front off the start of <paramref name="bytes"/>.</summary>
    /// <param name="bytes">The bytes; what follows the buffer is ignored.</param>
    /// <param name="consumed">The length of the buffer and of its prefix.</param>
    /// <exception cref="ItemException">The buffer is longer than the bytes.</exception>
    public static ReadOnlySpan<byte> SizePrefixed(ReadOnlySpan<byte> bytes, out int consumed)
    {
        if (bytes.Length < 4 || BinaryPrimitives.ReadUInt32LittleEndian(bytes) is var length && length > bytes.Length - 4)
            throw Refuse.Corrupt("A block of the recording claims more bytes than follow.");
        consumed = 4 + (int)length;
        return bytes.Slice(4, (int)length);
    }

    /// <summary>True when the buffer carries the file identifier.</summary>
    public static bool HasIdentifier(ReadOnlySpan<byte> buffer, ReadOnlySpan<byte> identifier) =>
        buffer.Length >= 8 && buffer.Slice(4, 4).SequenceEqual(identifier);

    /// <summary>The root table of a buffer.</summary>
    public static FlatTable Root(ReadOnlySpan<byte> buffer)
    {
        if (buffer.Length < 4)
            throw Outside();
        var root = BinaryPrimitives.ReadUInt32LittleEndian(buffer);
        if (root > buffer.Length - 4)
            throw Outside();
        return new FlatTable(buffer, (int)root);
    }

    /// <summary>Reads a 32-bit integer, or the default where the field is absent.</summary>
    public int Int32(int field, int absent) => Place(field, 4) is { } at ? BinaryPrimitives.ReadInt32LittleEndian(At(at, 4)) : absent;

    /// <summary>Reads a 64-bit integer, or the default where the field is absent.</summary>
    public long Int64(int field, long absent) => Place(field, 8) is { } at ? BinaryPrimitives.ReadInt64LittleEndian(At(at, 8)) : absent;

    /// <summary>The elements of a vector of scalars or structs, or of a string with size 1; empty where the field is absent.</summary>
    public ReadOnlySpan<byte> Vector(int field, int elementSize)
    {
        if (Place(field, 4) is not { } at)
            return [];
        var start = Checked(at + (long)BinaryPrimitives.ReadUInt32LittleEndian(At(at, 4)), 4);
        var count = BinaryPrimitives.ReadUInt32LittleEndian(At(start, 4));
        Checked(start + 4L, (long)count * elementSize);
        return _buffer.Slice(start + 4, (int)count * elementSize);
    }

    private int? Place(int field, int size)
    {
        var entry = 4 + 2 * field;
        if (entry + 2 > _vtableLength)
            return null;
        var offset = BinaryPrimitives.ReadUInt16LittleEndian(At(_vtable + entry, 2));
        return offset == 0 ? null : Checked(_table + (long)offset, size);
    }

    private ReadOnlySpan<byte> At(int position, int length) => _buffer.Slice(Checked(position, length), length);

    private int Checked(long position, long length) =>
        position >= 0 && length >= 0 && position + length <= _buffer.Length ? (int)position : throw Outside();

    private static ItemException Outside() => Refuse.Corrupt("A block of the recording refers to a place outside itself.");
}
