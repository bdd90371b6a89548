namespace UniBind.Grid.Media;

/// <summary>
/// Reads PLY files in their three flavours: the element <c>vertex</c>, wherever it stands, with the scalar properties x, y and z
/// in any order and of any type. Other elements and properties, lists among them, are skipped.
/// </summary>
internal static class PlyDecoder
{
    private const int CheckEvery = 1 << 16;
    private static readonly string[] AxisNames = ["x", "y", "z"];

    /// <summary>Decodes a file.</summary>
    /// <exception cref="ItemException">The header is damaged or claims more than follows, there are too many points, or a coordinate is not finite.</exception>
    public static PointCloud Decode(ReadOnlySpan<byte> bytes, MediaLimits limits, bool faces, CancellationToken cancellationToken)
    {
        var header = PlyHeader.Parse(bytes);
        var data = bytes[header.DataOffset..];
        if (header.Encoding == PlyEncoding.Ascii)
        {
            var text = new PlyAsciiBody(data);
            return Decode(header, ref text, limits, faces, cancellationToken);
        }
        var binary = new PlyBinaryBody(data, header.Encoding == PlyEncoding.BigEndian);
        return Decode(header, ref binary, limits, faces, cancellationToken);
    }

    private static PointCloud Decode<TBody>(PlyHeader header, ref TBody body, MediaLimits limits, bool faces, CancellationToken cancellationToken)
        where TBody : struct, IPlyBody, allows ref struct
    {
        var vertices = header.Elements.FirstOrDefault(e => e.Name == "vertex")
            ?? throw Refuse.Corrupt("The PLY file has no element 'vertex'.");
        float[][]? axes = null;
        var triangles = TriangleBuffer.For(limits);
        var wanted = faces && header.Elements.Any(e => e.Name == "face") ? 2 : 1;
        foreach (var element in header.Elements)
        {
            if (element == vertices)
            {
                axes = ReadVertices(header, element, ref body, limits, cancellationToken);
                wanted--;
            }
            else if (faces && element.Name == "face")
            {
                ReadFaces(element, ref body, triangles, cancellationToken);
                wanted--;
            }
            else if (element.IsFixedSize)
                body.SkipRows(element);
            else
                SkipLists(element, ref body, cancellationToken);
            if (wanted == 0)
                break;
        }
        return PointCloud.Of(axes![0], axes[1], axes[2], triangles.ToArray());
    }

    private static float[][] ReadVertices<TBody>(PlyHeader header, PlyElement element, ref TBody body, MediaLimits limits, CancellationToken cancellationToken)
        where TBody : struct, IPlyBody, allows ref struct
    {
        Span<int> indices = stackalloc int[3];
        for (var axis = 0; axis < 3; axis++)
        {
            indices[axis] = element.IndexOf(AxisNames[axis]);
            if (indices[axis] < 0)
                throw Refuse.Corrupt($"The vertices of the PLY file have no scalar property '{AxisNames[axis]}'.");
        }

        // A text needs no separator behind its last value.
        var ascii = header.Encoding == PlyEncoding.Ascii;
        var count = PointCloudDecoder.CheckCount(element.Count, element.LeastRowSize(ascii), body.Remaining + (ascii ? 1L : 0L), limits);
        float[][] axes = [new float[count], new float[count], new float[count]];
        if (body.TryReadRows(element, indices, axes))
            return axes;
        for (var row = 0; row < count; row++)
        {
            if (row % CheckEvery == 0)
                cancellationToken.ThrowIfCancellationRequested();
            for (var i = 0; i < element.Properties.Count; i++)
            {
                var property = element.Properties[i];
                if (indices.IndexOf(i) is >= 0 and var axis)
                    axes[axis][row] = (float)body.Read(property.Type);
                else
                    SkipValue(property, ref body);
            }
        }
        return axes;
    }

    private static void ReadFaces<TBody>(PlyElement element, ref TBody body, TriangleBuffer triangles, CancellationToken cancellationToken)
        where TBody : struct, IPlyBody, allows ref struct
    {
        var list = element.IndexOfVertexList();
        if (list < 0)
            throw Refuse.Corrupt("The faces of the PLY file have no list 'vertex_indices'.");
        for (var row = 0L; row < element.Count; row++)
        {
            if (row % CheckEvery == 0)
                cancellationToken.ThrowIfCancellationRequested();
            for (var i = 0; i < element.Properties.Count; i++)
            {
                var property = element.Properties[i];
                if (i != list)
                {
                    SkipValue(property, ref body);
                    continue;
                }
                triangles.Begin();
                for (var corners = body.Read(property.CountType!.Value); corners >= 1; corners--)
                    triangles.Corner((long)body.Read(property.Type));
            }
        }
    }

    private static void SkipLists<TBody>(PlyElement element, ref TBody body, CancellationToken cancellationToken)
        where TBody : struct, IPlyBody, allows ref struct
    {
        for (var row = 0L; row < element.Count; row++)
        {
            if (row % CheckEvery == 0)
                cancellationToken.ThrowIfCancellationRequested();
            foreach (var property in element.Properties)
                SkipValue(property, ref body);
        }
    }

    private static void SkipValue<TBody>(PlyProperty property, ref TBody body)
        where TBody : struct, IPlyBody, allows ref struct
    {
        if (property.CountType is not { } countType)
        {
            body.Skip(property.Type, 1);
            return;
        }
        var count = body.Read(countType);
        if (!(count >= 0))
            throw Refuse.Corrupt($"A list '{property.Name}' of the PLY file has a negative length.");
        body.Skip(property.Type, (long)Math.Min(count, int.MaxValue));
    }
}
