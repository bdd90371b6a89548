using System.Buffers.Binary;
using System.Globalization;
using System.Text.RegularExpressions;

namespace UniBind.Grid.Encoding;

/// <summary>Reads reference vectors from a NumPy file: float32 or float64, little-endian, C order, of the shape [n,d] or [d].</summary>
internal static partial class NpyVectors
{
    private const int MaxHeader = 1 << 16;
    private const long MaxValues = 1L << 28;

    /// <summary>Reads all vectors.</summary>
    /// <exception cref="InvalidDataException">The file is no such array.</exception>
    public static float[][] Read(Stream stream)
    {
        var start = new byte[10];
        if (stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) < start.Length || start[0] != 0x93 || !start.AsSpan(1, 5).SequenceEqual("NUMPY"u8))
            throw new InvalidDataException("it is no .npy file");
        var headerLength = start[6] == 1
            ? BinaryPrimitives.ReadUInt16LittleEndian(start.AsSpan(8))
            : LongHeader(stream, start);
        if (headerLength > MaxHeader)
            throw new InvalidDataException("its header is too long");
        var header = System.Text.Encoding.Latin1.GetString(ReadBytes(stream, (int)headerLength));
        var size = DescrForm().Match(header) is { Success: true } descr ? (descr.Groups[1].Value == "<f4" ? 4 : 8) : throw new InvalidDataException("its values are not little-endian float32 or float64");
        if (!OrderForm().IsMatch(header))
            throw new InvalidDataException("its values are not in C order");
        var (rows, columns) = Shape(header);
        if (rows * columns > MaxValues || (stream.CanSeek && stream.Length - stream.Position < rows * columns * size))
            throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"it does not hold the {rows} x {columns} values that its header promises"));

        var vectors = new float[rows][];
        for (var row = 0; row < vectors.Length; row++)
        {
            var bytes = ReadBytes(stream, (int)columns * size);
            vectors[row] = new float[columns];
            for (var i = 0; i < vectors[row].Length; i++)
                vectors[row][i] = size == 4 ? BinaryPrimitives.ReadSingleLittleEndian(bytes.AsSpan(4 * i)) : (float)BinaryPrimitives.ReadDoubleLittleEndian(bytes.AsSpan(8 * i));
        }

        return vectors;
    }

    private static uint LongHeader(Stream stream, byte[] start)
    {
        var rest = ReadBytes(stream, 2);
        return BinaryPrimitives.ReadUInt32LittleEndian([start[8], start[9], rest[0], rest[1]]);
    }

    private static (long Rows, long Columns) Shape(string header)
    {
        var sizes = ShapeForm().Match(header).Groups[1].Value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var shape = new long[sizes.Length];
        for (var i = 0; i < shape.Length; i++)
        {
            if (!long.TryParse(sizes[i], NumberStyles.None, CultureInfo.InvariantCulture, out shape[i]) || shape[i] is < 1 or > int.MaxValue / 16)
                throw new InvalidDataException("its shape is none of vectors");
        }

        return shape.Length switch
        {
            1 => (1, shape[0]),
            2 => (shape[0], shape[1]),
            _ => throw new InvalidDataException($"it has {shape.Length} dimensions and not the 2 of [n,d]"),
        };
    }

    private static byte[] ReadBytes(Stream stream, int count)
    {
        var bytes = new byte[count];
        return stream.ReadAtLeast(bytes, count, throwOnEndOfStream: false) == count ? bytes : throw new InvalidDataException("it ends early");
    }

    [GeneratedRegex(@"'descr'\s*:\s*'(<f4|<f8)'")]
    private static partial Regex DescrForm();

    [GeneratedRegex(@"'fortran_order'\s*:\s*False")]
    private static partial Regex OrderForm();

    [GeneratedRegex(@"'shape'\s*:\s*\(([0-9, ]*)\)")]
    private static partial Regex ShapeForm();
}
