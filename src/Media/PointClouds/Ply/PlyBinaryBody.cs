using System.Buffers.Binary;

namespace UniBind.Grid.Media;

/// <summary>The body of a binary PLY file.</summary>
internal ref struct PlyBinaryBody(ReadOnlySpan<byte> bytes, bool bigEndian) : IPlyBody
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private int _at;

    /// <inheritdoc/>
    public readonly int Remaining => _bytes.Length - _at;

    /// <summary>Takes a block of bytes.</summary>
    public ReadOnlySpan<byte> Take(long length)
    {
        if (length > Remaining)
            throw Refuse.Corrupt(FormattableString.Invariant($"The PLY file ends early: {length:N0} bytes are missing or cut at byte {_at:N0} of its body."));
        var block = _bytes.Slice(_at, (int)length);
        _at += (int)length;
        return block;
    }

    /// <inheritdoc/>
    public double Read(PlyType type) => PlyScalar.Read(type, Take(type.Size()), bigEndian);

    /// <inheritdoc/>
    public void Skip(PlyType type, long count) => Take(Math.Min(count, int.MaxValue) * type.Size());

    /// <inheritdoc/>
    public bool TryReadRows(PlyElement vertices, scoped ReadOnlySpan<int> indices, float[][] axes)
    {
        if (!vertices.IsFixedSize)
            return false;
        var stride = (int)vertices.LeastRowSize(ascii: false);
        var rows = Take((long)stride * axes[0].Length);
        for (var axis = 0; axis < axes.Length; axis++)
        {
            var offset = vertices.Properties[..indices[axis]].Sum(p => p.Type.Size());
            ReadColumn(rows, offset, stride, vertices.Properties[indices[axis]].Type, axes[axis]);
        }
        return true;
    }

    /// <inheritdoc/>
    public void SkipRows(PlyElement element)
    {
        var size = element.LeastRowSize(ascii: false);
        if (size == 0)
            return;
        Take(Math.Min(element.Count, int.MaxValue) * size);
    }

    private readonly void ReadColumn(ReadOnlySpan<byte> rows, int offset, int stride, PlyType type, Span<float> destination)
    {
        if (type == PlyType.Float32 && !bigEndian)
            for (var i = 0; i < destination.Length; i++)
                destination[i] = BinaryPrimitives.ReadSingleLittleEndian(rows[(i * stride + offset)..]);
        else if (type == PlyType.Float32)
            for (var i = 0; i < destination.Length; i++)
                destination[i] = BinaryPrimitives.ReadSingleBigEndian(rows[(i * stride + offset)..]);
        else
            for (var i = 0; i < destination.Length; i++)
                destination[i] = (float)PlyScalar.Read(type, rows[(i * stride + offset)..], bigEndian);
    }
}
