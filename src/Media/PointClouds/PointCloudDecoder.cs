namespace UniBind.Grid.Media;

/// <summary>Reads the files of point clouds and meshes. Of a mesh the vertices are the points.</summary>
internal static class PointCloudDecoder
{
    /// <summary>Decodes a content.</summary>
    /// <param name="content">The content; stays the caller's.</param>
    /// <param name="format">Its format.</param>
    /// <param name="limits">The bounds on bytes, points and expansion.</param>
    /// <param name="faces">True when the triangles are wanted too.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <exception cref="ItemException">The content is bad, too large, or of a format that holds no points.</exception>
    public static PointCloud Decode(MediaContent content, MediaFormat format, MediaLimits limits, bool faces, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (format == MediaFormat.Npz)
            return NumpyPoints.DecodeArchive(content, limits);

        var bytes = content.ReadBytes(limits.MaxBytes);
        if (bytes.IsEmpty)
            throw Refuse.Empty("The file holds no bytes.");
        return format switch
        {
            MediaFormat.Ply => PlyDecoder.Decode(bytes.Span, limits, faces, cancellationToken),
            MediaFormat.Off => OffDecoder.Decode(bytes.Span, limits, faces, cancellationToken),
            MediaFormat.Obj => ObjDecoder.Decode(bytes.Span, limits, faces, cancellationToken),
            MediaFormat.Xyz => XyzDecoder.Decode(bytes.Span, limits, cancellationToken),
            MediaFormat.Npy => NumpyPoints.Decode(NpyArray.Parse(bytes), limits),
            MediaFormat.KittiBin => KittiDecoder.Decode(bytes.Span, limits),
            _ => throw Refuse.Unsupported($"The format {format} holds no point cloud; ply, off, obj, xyz, npy, npz and KITTI's bin do."),
        };
    }

    /// <summary>Refuses a number of points that its file cannot hold, or that is beyond the limit, before anything is reserved for it.</summary>
    /// <param name="count">The number that the header claims.</param>
    /// <param name="bytesEach">The least bytes that one point takes.</param>
    /// <param name="remaining">The bytes behind the header.</param>
    /// <param name="limits">The limits.</param>
    public static int CheckCount(long count, long bytesEach, long remaining, MediaLimits limits)
    {
        if (count > remaining / Math.Max(1, bytesEach))
            throw Refuse.Corrupt(FormattableString.Invariant($"The header claims {count:N0} points of at least {bytesEach} bytes, but only {remaining:N0} bytes follow."));
        if (count > limits.MaxPoints)
            throw Refuse.TooLarge("The points", count, nameof(MediaLimits.MaxPoints), limits.MaxPoints);
        return (int)count;
    }
}
