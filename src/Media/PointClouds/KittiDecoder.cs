using System.Buffers.Binary;

namespace UniBind.Grid.Media;

/// <summary>Reads the scans of KITTI and its kin: records of four little-endian 32-bit floats, x, y, z and reflectance, without a header.</summary>
internal static class KittiDecoder
{
    private const int RecordLength = 16;

    /// <summary>Decodes a file; the reflectance is left out.</summary>
    /// <exception cref="ItemException">The length is no multiple of 16, there are too many points, or a coordinate is not finite.</exception>
    public static PointCloud Decode(ReadOnlySpan<byte> bytes, MediaLimits limits)
    {
        if (bytes.Length % RecordLength != 0)
            throw Refuse.Corrupt(FormattableString.Invariant($"The file has {bytes.Length:N0} bytes, which is no multiple of the 16 that a point of x, y, z and reflectance takes."));
        var count = PointCloudDecoder.CheckCount(bytes.Length / RecordLength, RecordLength, bytes.Length, limits);
        var (x, y, z) = (new float[count], new float[count], new float[count]);
        for (var i = 0; i < count; i++)
        {
            var record = bytes.Slice(i * RecordLength, RecordLength);
            x[i] = BinaryPrimitives.ReadSingleLittleEndian(record);
            y[i] = BinaryPrimitives.ReadSingleLittleEndian(record[4..]);
            z[i] = BinaryPrimitives.ReadSingleLittleEndian(record[8..]);
        }
        return PointCloud.Of(x, y, z);
    }
}
