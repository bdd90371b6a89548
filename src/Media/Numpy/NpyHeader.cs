using System.Buffers.Binary;

namespace UniBind.Grid.Media;

/// <summary>The header of a NumPy array (versions 1 to 3 of the format).</summary>
/// <param name="Fields">The fields of one element.</param>
/// <param name="Structured">True when the dtype is a list of named fields.</param>
/// <param name="ItemSize">The size of one element in bytes, at least 1.</param>
/// <param name="FortranOrder">True when the first index runs fastest.</param>
/// <param name="Shape">The dimensions; none for a scalar.</param>
/// <param name="Count">The number of elements, the product of the dimensions.</param>
/// <param name="DataOffset">Where the elements begin.</param>
internal sealed record NpyHeader(
    IReadOnlyList<NpyField> Fields, bool Structured, int ItemSize, bool FortranOrder, IReadOnlyList<long> Shape, long Count, int DataOffset)
{
    /// <summary>The longest header text that is read, as long as a structured dtype of some thousand fields.</summary>
    public const int MaxLength = 1 << 16;

    private const int MaxDimensions = 32;

    /// <summary>The size of all elements in bytes; cannot overflow, see <see cref="Parse"/>.</summary>
    public long ByteLength => Count * ItemSize;

    /// <summary>The scalar type when the array is not structured.</summary>
    public NpyType? Scalar => Structured ? null : Fields[0].Type;

    private static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>Reads the header at the start of <paramref name="bytes"/>, which may end anywhere after it.</summary>
    /// <exception cref="ItemException">The header is damaged (<c>corrupt</c>) or the array holds Python objects (<c>forbidden</c>).</exception>
    public static NpyHeader Parse(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 10 || !bytes.StartsWith(Magic))
            throw Refuse.Corrupt("The content does not begin with the signature of a NumPy array.");
        var wide = bytes[6] is 2 or 3;
        if (!wide && bytes[6] != 1 || bytes[7] != 0)
            throw Refuse.Unsupported($"The NumPy array is of format version {bytes[6]}.{bytes[7]}; 1.0, 2.0 and 3.0 are read.");

        var start = wide ? 12 : 10;
        if (bytes.Length < start)
            throw Refuse.Corrupt("The NumPy array ends inside its header.");
        var length = wide ? BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]) : BinaryPrimitives.ReadUInt16LittleEndian(bytes[8..]);
        if (length > MaxLength || length > bytes.Length - start)
            throw Refuse.Corrupt(FormattableString.Invariant($"The NumPy header claims {length:N0} bytes, more than there are or than the {MaxLength:N0} that are read."));

        var literal = NpyHeaderParser.Parse(bytes.Slice(start, (int)length));
        var itemSize = literal.Fields.Sum(f => (long)f.Type.Size * f.Length);
        if (itemSize is 0 or > int.MaxValue)
            throw Refuse.Corrupt("The NumPy header names elements of no sound size.");
        var count = Multiply(literal.Shape, itemSize);
        return new NpyHeader(literal.Fields, literal.Structured, (int)itemSize, literal.FortranOrder, literal.Shape, count, start + (int)length);
    }

    private static long Multiply(IReadOnlyList<long> shape, long itemSize)
    {
        if (shape.Count > MaxDimensions)
            throw Refuse.Corrupt($"The NumPy header names {shape.Count} dimensions; NumPy itself has at most {MaxDimensions}.");
        var count = 1L;
        foreach (var dimension in shape)
        {
            if (dimension != 0 && count > long.MaxValue / itemSize / dimension)
                throw Refuse.Corrupt("The NumPy header names more elements than any file can hold.");
            count *= dimension;
        }
        return count;
    }
}
