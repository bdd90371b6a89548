using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace UniBind.Grid.Corpora;

/// <summary>Two-dimensional float32 arrays in NumPy's .npy format, version 1.0.</summary>
internal static class NpyFile
{
    private const int Alignment = 64;
    private const int MaxHeader = 4096;
    private static readonly byte[] Magic = [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', 1, 0];

    public static async Task WriteAsync(Stream stream, int rows, int dimension, Func<int, float[]> row, CancellationToken ct)
    {
        await stream.WriteAsync(Header(rows, dimension), ct).ConfigureAwait(false);
        for (var i = 0; i < rows; i++)
        {
            ct.ThrowIfCancellationRequested();
            WriteRow(stream, row(i));
        }
    }

    /// <summary>Reads an array of the shape that its owner expects.</summary>
    /// <exception cref="InvalidDataException">It has another shape, or is no such file.</exception>
    public static async Task<float[][]> ReadAsync(Stream stream, int rows, int dimension, CancellationToken ct)
    {
        var expected = Header(rows, dimension);
        if (expected.Length > MaxHeader || stream.Length != expected.Length + (long)rows * dimension * sizeof(float))
            throw new InvalidDataException($"the array is not {rows} x {dimension}");
        var header = new byte[expected.Length];
        await stream.ReadExactlyAsync(header, ct).ConfigureAwait(false);
        if (!header.AsSpan().SequenceEqual(expected))
            throw new InvalidDataException($"the array is not {rows} x {dimension}");
        var values = new float[rows][];
        for (var i = 0; i < rows; i++)
        {
            ct.ThrowIfCancellationRequested();
            values[i] = new float[dimension];
            ReadRow(stream, values[i]);
        }
        return values;
    }

    private static byte[] Header(int rows, int dimension)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{{'descr': '<f4', 'fortran_order': False, 'shape': ({rows}, {dimension}), }}");
        var length = (Magic.Length + sizeof(ushort) + text.Length + 1 + Alignment - 1) / Alignment * Alignment;
        var header = new byte[length];
        header.AsSpan().Fill((byte)' ');
        Magic.CopyTo(header, 0);
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(Magic.Length), (ushort)(length - Magic.Length - sizeof(ushort)));
        Encoding.ASCII.GetBytes(text, header.AsSpan(Magic.Length + sizeof(ushort)));
        header[^1] = (byte)'\n';
        return header;
    }

    private static void WriteRow(Stream stream, float[] row)
    {
        if (BitConverter.IsLittleEndian)
        {
            stream.Write(MemoryMarshal.AsBytes(row.AsSpan()));
            return;
        }
        Span<byte> value = stackalloc byte[sizeof(float)];
        foreach (var number in row)
        {
            BinaryPrimitives.WriteSingleLittleEndian(value, number);
            stream.Write(value);
        }
    }

    private static void ReadRow(Stream stream, float[] row)
    {
        var bytes = MemoryMarshal.AsBytes(row.AsSpan());
        stream.ReadExactly(bytes);
        if (BitConverter.IsLittleEndian)
            return;
        for (var i = 0; i < row.Length; i++)
            row[i] = BinaryPrimitives.ReadSingleLittleEndian(bytes[(i * sizeof(float))..]);
    }
}
