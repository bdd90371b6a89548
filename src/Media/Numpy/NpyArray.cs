namespace UniBind.Grid.Media;

/// <summary>A NumPy array over the bytes of its file; columns are read in place.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
internal sealed class NpyArray
{
    private readonly ReadOnlyMemory<byte> _data;

    private NpyArray(NpyHeader header, IReadOnlyList<long> shape, ReadOnlyMemory<byte> data) => (Header, Shape, _data) = (header, shape, data);

    /// <summary>The header as it stands in the file.</summary>
    public NpyHeader Header { get; }

    /// <summary>The dimensions without leading ones of size 1: <c>[1, n, 3]</c> is <c>[n, 3]</c>.</summary>
    public IReadOnlyList<long> Shape { get; }

    /// <summary>The first dimension: rows, records or values.</summary>
    public long Rows => Shape.Count == 0 ? 1 : Shape[0];

    /// <summary>Reads the header and checks that all elements are there.</summary>
    /// <exception cref="ItemException">The header is damaged, elements are missing (<c>corrupt</c>), or they are Python objects (<c>forbidden</c>).</exception>
    public static NpyArray Parse(ReadOnlyMemory<byte> bytes)
    {
        var header = NpyHeader.Parse(bytes.Span);
        var data = bytes[header.DataOffset..];
        if (header.ByteLength > data.Length)
            throw Refuse.Corrupt(FormattableString.Invariant($"The NumPy array claims {header.ByteLength:N0} bytes of elements and has {data.Length:N0}."));
        return new NpyArray(header, Squeeze(header.Shape), data[..(int)header.ByteLength]);
    }

    /// <summary>The dimensions without leading ones of size 1, of which a last vector or matrix stays.</summary>
    public static IReadOnlyList<long> Squeeze(IReadOnlyList<long> shape)
    {
        var skip = 0;
        while (shape.Count - skip > 2 && shape[skip] == 1)
            skip++;
        return skip == 0 ? shape : [.. shape.Skip(skip)];
    }

    /// <summary>Column <paramref name="index"/> of a matrix [rows, columns].</summary>
    public NpyColumn Column(int index)
    {
        var (rows, columns) = (checked((int)Shape[0]), Shape[1]);
        var type = Header.Fields[0].Type;
        return Header.FortranOrder
            ? new NpyColumn(_data, (long)index * rows * type.Size, type.Size, rows, type)
            : new NpyColumn(_data, (long)index * type.Size, columns * type.Size, rows, type);
    }

    /// <summary>One field of a vector of records.</summary>
    public NpyColumn Field(NpyField field) => new(_data, field.Offset, Header.ItemSize, checked((int)Header.Count), field.Type);

    /// <summary>All values of a plain array, as a vector in storage order.</summary>
    public NpyColumn Values() => new(_data, 0, Header.ItemSize, checked((int)Header.Count), Header.Fields[0].Type);
}
