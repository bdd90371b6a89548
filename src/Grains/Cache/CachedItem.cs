using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace UniBind.Grid.Grains;

/// <summary>What the encoder returned for one item: a raw embedding, or several where a long text became several rows.</summary>
/// <param name="Vectors">The raw embeddings, all of one length.</param>
/// <param name="Truncated">For each whether the encoder saw only a part.</param>
internal sealed record CachedItem(float[][] Vectors, bool[] Truncated)
{
    private const int HeadBytes = 2 * sizeof(int);

    /// <summary>Rows (int32), dimension (int32), one byte a row whether it is truncated, the values; little-endian.</summary>
    public byte[] ToBytes()
    {
        var dimension = Vectors[0].Length;
        var bytes = new byte[HeadBytes + Vectors.Length * (1 + dimension * sizeof(float))];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, Vectors.Length);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(sizeof(int)), dimension);
        var values = bytes.AsSpan(HeadBytes + Vectors.Length);
        for (var row = 0; row < Vectors.Length; row++)
        {
            bytes[HeadBytes + row] = Truncated[row] ? (byte)1 : (byte)0;
            MemoryMarshal.AsBytes(Vectors[row].AsSpan()).CopyTo(values[(row * dimension * sizeof(float))..]);
        }
        return bytes;
    }

    /// <summary>What <see cref="ToBytes"/> gave; null when it is of another dimension or form.</summary>
    public static CachedItem? TryRead(ReadOnlySpan<byte> bytes, int dimension)
    {
        if (bytes.Length < HeadBytes || BinaryPrimitives.ReadInt32LittleEndian(bytes[sizeof(int)..]) != dimension)
            return null;
        var rows = BinaryPrimitives.ReadInt32LittleEndian(bytes);
        if (rows < 1 || bytes.Length != HeadBytes + rows * (1L + (long)dimension * sizeof(float)))
            return null;
        var item = new CachedItem(new float[rows][], new bool[rows]);
        var values = MemoryMarshal.Cast<byte, float>(bytes[(HeadBytes + rows)..]);
        for (var row = 0; row < rows; row++)
        {
            item.Truncated[row] = bytes[HeadBytes + row] != 0;
            item.Vectors[row] = values.Slice(row * dimension, dimension).ToArray();
        }
        return item;
    }
}
