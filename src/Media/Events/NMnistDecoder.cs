namespace UniBind.Grid.Media;

/// <summary>
/// Reads the recordings of N-MNIST and N-Caltech101: records of 5 bytes, x, y, p&lt;&lt;7 | t[22:16], t[15:8], t[7:0], t in microseconds.
/// </summary>
/// <remarks>
/// As in the readers published with the data sets, a record with y = 240, a row that the ATIS sensor does not have, is no event: it marks that the sensor's
/// clock ran over, and adds 2^13 microseconds to every time after it. Where a time falls back by more than half of its 23 bits, the count has wrapped, and
/// 2^23 microseconds are added. A recording within 34 x 34 pixels is taken for N-MNIST's sensor window; else the extent of the events is the frame, since
/// N-Caltech101's recordings have the sizes of the pictures that were shown.
/// </remarks>
internal static class NMnistDecoder
{
    private const int RecordLength = 5;
    private const int NMnistSide = 34;
    private const int OverflowRow = 240;
    private const long OverflowTime = 1 << 13;
    private const long WrapTime = 1 << 23;

    /// <summary>Decodes a file.</summary>
    /// <exception cref="ItemException">The length is no multiple of 5, there are too many events or none.</exception>
    public static EventRecording Decode(ReadOnlySpan<byte> bytes, MediaLimits limits)
    {
        if (bytes.Length % RecordLength != 0)
            throw Refuse.Corrupt(FormattableString.Invariant($"The file has {bytes.Length:N0} bytes, which is no multiple of the 5 that an event takes."));
        var count = bytes.Length / RecordLength;
        if (count > limits.MaxEvents)
            throw Refuse.TooLarge("The events", count, nameof(MediaLimits.MaxEvents), limits.MaxEvents);

        var events = new EventBuffer(limits, count);
        var (offset, last, largest) = (0L, 0L, 0);
        for (var i = 0; i < bytes.Length; i += RecordLength)
        {
            var record = bytes.Slice(i, RecordLength);
            if (record[1] == OverflowRow)
            {
                offset += OverflowTime;
                continue;
            }
            long time = (record[2] & 0x7F) << 16 | record[3] << 8 | record[4];
            if (last - time > WrapTime / 2)
                offset += WrapTime;
            last = time;
            largest = Math.Max(largest, Math.Max(record[0], record[1]));
            events.Add(record[0], record[1], (record[2] & 0x80) != 0, time + offset);
        }
        int? side = largest < NMnistSide ? NMnistSide : null;
        return events.Build(side, side);
    }
}
