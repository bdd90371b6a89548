using System.Buffers.Binary;
using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace UniBind.Grid.Corpora;

/// <summary>The form of a record in a segment: length (int32), XXH3 of all that follows, key, writer, payload; little-endian.</summary>
internal static class SegmentRecord
{
    public const int HeaderBytes = sizeof(int) + sizeof(ulong) + 2 * 16;
    private const int KeyAt = sizeof(int) + sizeof(ulong);
    private const int MaxPayload = 256 << 20;

    /// <summary>Writes a record and returns the bytes behind it.</summary>
    public static Span<byte> Write(Span<byte> target, CacheRecord record)
    {
        var length = record.Payload.Length;
        BinaryPrimitives.WriteInt32LittleEndian(target, length);
        BinaryPrimitives.WriteUInt128LittleEndian(target[KeyAt..], record.Key);
        BinaryPrimitives.WriteUInt128LittleEndian(target[(KeyAt + 16)..], record.Writer);
        record.Payload.Span.CopyTo(target[HeaderBytes..]);
        BinaryPrimitives.WriteUInt64LittleEndian(target[sizeof(int)..], XxHash3.HashToUInt64(target[KeyAt..(HeaderBytes + length)]));
        return target[(HeaderBytes + length)..];
    }

    /// <summary>The length of the payload that a header announces, or -1 where it cannot be.</summary>
    public static int PayloadLength(ReadOnlySpan<byte> header) => BinaryPrimitives.ReadInt32LittleEndian(header) is var length and >= 0 and <= MaxPayload ? length : -1;

    /// <summary>Key and writer of a whole record; false when a bit of it is another than was written.</summary>
    public static bool TryRead(ReadOnlySpan<byte> record, out UInt128 key, out UInt128 writer)
    {
        key = BinaryPrimitives.ReadUInt128LittleEndian(record[KeyAt..]);
        writer = BinaryPrimitives.ReadUInt128LittleEndian(record[(KeyAt + 16)..]);
        return PayloadLength(record) == record.Length - HeaderBytes
            && BinaryPrimitives.ReadUInt64LittleEndian(record[sizeof(int)..]) == XxHash3.HashToUInt64(record[KeyAt..]);
    }

    /// <summary>An entry of a segment's index: where a record is.</summary>
    [StructLayout(LayoutKind.Sequential, Pack = sizeof(int))]
    public readonly record struct Entry(UInt128 Key, UInt128 Writer, int Offset, int Length);
}
