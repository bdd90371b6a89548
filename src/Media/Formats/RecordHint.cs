using System.Buffers.Binary;

namespace UniBind.Grid.Media;

/// <summary>Tells the two formats apart that have no header and share the extension <c>bin</c>, by the size and the sense of their records.</summary>
internal static class RecordHint
{
    private const int EventLength = 5;
    private const int PointLength = 16;

    // Recordings are sorted but for jitter and the wrap of the clock; random bytes rise half of the time.
    private const double LeastRising = 0.9;

    // Of coordinates in metres, and of what a lidar's reflectance is scaled to.
    private const float MostMetres = 10_000;
    private const float LeastMetres = 1e-7f;
    private const float MostReflectance = 65_535;

    /// <summary>The format, or <see cref="MediaFormat.Unknown"/> when neither or both are plausible.</summary>
    internal static MediaFormat Guess(ReadOnlySpan<byte> head, long length) => (IsEvents(head, length), IsPoints(head, length)) switch
    {
        (true, false) => MediaFormat.NMnistBin,
        (false, true) => MediaFormat.KittiBin,
        _ => MediaFormat.Unknown,
    };

    private static bool IsEvents(ReadOnlySpan<byte> head, long length)
    {
        if (length % EventLength != 0)
            return false;
        var (rising, steps, last) = (0, 0, -1);
        for (; head.Length >= EventLength; head = head[EventLength..])
        {
            var time = (head[2] & 0x7F) << 16 | head[3] << 8 | head[4];
            if (last >= 0)
                steps++;
            if (last >= 0 && time >= last)
                rising++;
            last = time;
        }
        return rising >= steps * LeastRising;
    }

    private static bool IsPoints(ReadOnlySpan<byte> head, long length)
    {
        if (length % PointLength != 0)
            return false;
        for (; head.Length >= PointLength; head = head[PointLength..])
        {
            for (var axis = 0; axis < 3; axis++)
                if (Math.Abs(BinaryPrimitives.ReadSingleLittleEndian(head[(4 * axis)..])) is not (0 or (>= LeastMetres and <= MostMetres)))
                    return false;
            if (BinaryPrimitives.ReadSingleLittleEndian(head[12..]) is not (>= 0 and <= MostReflectance))
                return false;
        }
        return true;
    }
}
