using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace UniBind.Grid.Alignment;

/// <summary>A tensor: a view of a storage, strides in numbers. Everything is untrusted until <see cref="ReadRows"/> has checked it.</summary>
internal sealed record PickleTensor(PickleStorage Storage, long Offset, long[] Size, long[] Stride)
{
    private const int MaxDimension = 1 << 16;

    /// <summary>The values as rows: those of a matrix, or one row of a vector.</summary>
    /// <returns>The values, row by row, and their number of columns.</returns>
    /// <exception cref="InvalidDataException">The tensor is neither, is empty or too large, or reaches beyond its storage.</exception>
    public (float[] Values, int Columns) ReadRows(PickleBudget budget)
    {
        var (rows, columns, rowStride, columnStride) = (Size, Stride) switch
        {
            ([var n, var d], [var s0, var s1]) => (n, d, s0, s1),
            ([var d], [var s]) => (1L, d, 0L, s),
            _ => throw new InvalidDataException($"it has a tensor of {Size.Length} dimensions where a matrix of rows belongs"),
        };
        if (rows is < 1 or > CenterSelection.MaxRows || columns is < 1 or > MaxDimension)
            throw new InvalidDataException($"it has a tensor of {rows} x {columns} values; a center has 1 to {CenterSelection.MaxRows:N0} rows of 1 to {MaxDimension:N0}");
        var last = Offset + ((Int128)(rows - 1) * rowStride) + ((Int128)(columns - 1) * columnStride);
        if (Offset < 0 || rowStride < 0 || columnStride < 0 || last >= Storage.Count || rows * columns > Storage.Count)
            throw new InvalidDataException("it has a tensor that reaches beyond its storage");
        budget.Charge(rows * columns);
        var bytes = (Storage.Bytes ?? throw new InvalidDataException("it has a storage without values")).Value.Span;
        if (bytes.Length < Storage.Count * Storage.ItemSize)
            throw new InvalidDataException("a storage is shorter than its tensors; the file may be truncated");
        var values = new float[rows * columns];
        if (columnStride == 1 && (rowStride == columns || rows == 1) && Storage is { Type: PickleNumber.Float, IsBigEndian: false } && BitConverter.IsLittleEndian)
            MemoryMarshal.Cast<byte, float>(bytes.Slice(checked((int)(Offset * sizeof(float))), values.Length * sizeof(float))).CopyTo(values);
        else
            for (var i = 0; i < values.Length; i++)
                values[i] = Number(bytes, Offset + (i / columns * rowStride) + (i % columns * columnStride));
        return (values, (int)columns);
    }

    private float Number(ReadOnlySpan<byte> bytes, long index)
    {
        var at = bytes[checked((int)(index * Storage.ItemSize))..];
        var big = Storage.IsBigEndian;
        return Storage.Type switch
        {
            PickleNumber.Half => (float)(big ? BinaryPrimitives.ReadHalfBigEndian(at) : BinaryPrimitives.ReadHalfLittleEndian(at)),
            PickleNumber.BFloat => BitConverter.Int32BitsToSingle(BinaryPrimitives.ReadUInt16LittleEndian(at) << 16),
            PickleNumber.Float => big ? BinaryPrimitives.ReadSingleBigEndian(at) : BinaryPrimitives.ReadSingleLittleEndian(at),
            _ => (float)(big ? BinaryPrimitives.ReadDoubleBigEndian(at) : BinaryPrimitives.ReadDoubleLittleEndian(at)),
        };
    }
}
