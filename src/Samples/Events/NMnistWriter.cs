namespace UniBind.Grid.Samples;

/// <summary>Writes events as N-MNIST stores them: five bytes each, x, y, then polarity in the top bit of 23 bits of microseconds, big endian.</summary>
internal static class NMnistWriter
{
    /// <summary>The bytes of one event.</summary>
    public const int RecordBytes = 5;

    /// <summary>The recording as bytes.</summary>
    public static byte[] Write(List<SensorEvent> events)
    {
        var bytes = new byte[events.Count * RecordBytes];
        var at = 0;
        foreach (var (x, y, on, time) in events)
        {
            bytes[at] = x;
            bytes[at + 1] = y;
            bytes[at + 2] = (byte)((on ? 0x80 : 0) | (time >> 16));
            bytes[at + 3] = (byte)(time >> 8);
            bytes[at + 4] = (byte)time;
            at += RecordBytes;
        }

        return bytes;
    }
}
