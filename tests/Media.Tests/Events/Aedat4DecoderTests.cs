using Google.FlatBuffers;
using K4os.Compression.LZ4.Streams;
using UniBind.Grid.Testing;

namespace UniBind.Grid.Media.Tests;

public sealed class Aedat4DecoderTests
{
    private static readonly (int, int, bool, long)[] First = [(0, 0, true, 1_605_507_743_000_000), (319, 239, false, 1_605_507_743_000_001)];
    private static readonly (int, int, bool, long)[] Second = [(7, 8, true, 1_605_507_743_000_009)];
    private static readonly string Sensor = Aedat4Bytes.Info((0, "EVTS", 320, 240), (2, "IMUS", 0, 0));

    public static TheoryData<int> Compressions => [0, 1, 2, 3, 4];

    [Theory, MemberData(nameof(Compressions))]
    public void Decode_EveryCompression_GivesTheEvents(int compression)
    {
        var file = Aedat4Bytes.Of((Aedat4Compression)compression, Sensor, (0, Aedat4Bytes.Events(First)), (2, Aedat4Bytes.Payload("IMUS")), (0, Aedat4Bytes.Events(Second)));
        var recording = Recordings.Decode(file, MediaFormat.Aedat4);

        Assert.Equal([.. First, .. Second], Recordings.Events(recording));
        Assert.Equal((320, 240), (recording.Width, recording.Height));
        Assert.False(recording.Sorted);
    }

    [Theory, MemberData(nameof(Compressions))]
    public void Decode_ManyEvents_SurviveEveryCompression(int compression)
    {
        var random = new Random(4);
        var time = 0L;
        var events = Enumerable.Range(0, 20_000).Select(_ => (random.Next(320), random.Next(240), random.Next(2) == 0, time += random.Next(50))).ToArray();
        var file = Aedat4Bytes.Of((Aedat4Compression)compression, Sensor, (0, Aedat4Bytes.Events(events)));

        Assert.Equal(events, Recordings.Events(Recordings.Decode(file, MediaFormat.Aedat4)));
    }

    [Fact]
    public void Decode_WithoutInfo_TakesTheFirstEventStream()
    {
        var file = Aedat4Bytes.Of(Aedat4Compression.Lz4, "", (3, Aedat4Bytes.Payload("FRME")), (5, Aedat4Bytes.Events(Second)), (6, Aedat4Bytes.Events(First)));
        var recording = Recordings.Decode(file, MediaFormat.Aedat4);

        Assert.Equal(Second, Recordings.Events(recording));
        Assert.Equal((8, 9), (recording.Width, recording.Height));
    }

    [Fact]
    public void Decode_TwoEventStreams_TakesTheLowerNumber()
    {
        var file = Aedat4Bytes.Of(Aedat4Compression.None, Aedat4Bytes.Info((4, "EVTS", 640, 480), (1, "EVTS", 320, 240)), (4, Aedat4Bytes.Events(Second)), (1, Aedat4Bytes.Events(First)));
        Assert.Equal(First, Recordings.Events(Recordings.Decode(file, MediaFormat.Aedat4)));
    }

    [Fact]
    public void Decode_UnsoundFile_IsRefused()
    {
        Assert.Equal(ItemErrorCodes.Empty, Recordings.FailureOf(Aedat4Bytes.Of(Aedat4Compression.None, Sensor), MediaFormat.Aedat4));
        Assert.Equal(ItemErrorCodes.Empty, Recordings.FailureOf(Aedat4Bytes.Of(Aedat4Compression.None, Sensor, (0, Aedat4Bytes.Events())), MediaFormat.Aedat4));
        Assert.Equal(ItemErrorCodes.Empty, Recordings.FailureOf(Aedat4Bytes.Of(Aedat4Compression.None, Aedat4Bytes.Info((0, "FRME", 1, 1)), (0, Aedat4Bytes.Events(First))), MediaFormat.Aedat4));
        Assert.Equal(ItemErrorCodes.Corrupt, Recordings.FailureOf(Aedat4Bytes.Of(Aedat4Compression.None, Sensor, (0, Aedat4Bytes.Events((320, 0, true, 0)))), MediaFormat.Aedat4));
        Assert.Equal(ItemErrorCodes.Corrupt, Recordings.FailureOf(Aedat4Bytes.Of(Aedat4Compression.None, Sensor, (0, Aedat4Bytes.Events((-1, 0, true, 0)))), MediaFormat.Aedat4));
        Assert.Equal(ItemErrorCodes.Corrupt, Recordings.FailureOf(Aedat4Bytes.Of(Aedat4Compression.None, Sensor, (0, Aedat4Bytes.Payload("FRME"))), MediaFormat.Aedat4));
        Assert.Equal(ItemErrorCodes.Unsupported, Recordings.FailureOf(Aedat4Bytes.Of((Aedat4Compression)9, Sensor), MediaFormat.Aedat4));
        Assert.Equal(ItemErrorCodes.Corrupt, Recordings.FailureOf(Aedat4Bytes.Of(Aedat4Compression.None, "<dv><node>", (0, Aedat4Bytes.Events(First))), MediaFormat.Aedat4));
        Assert.Equal(ItemErrorCodes.Corrupt, Recordings.FailureOf("#!AER-DAT3.1\r\n"u8.ToArray(), MediaFormat.Aedat4));
    }

    [Fact]
    public void Decode_InfoWithDocumentType_IsCorrupt()
    {
        const string info = "<!DOCTYPE dv [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><dv>&a;</dv>";
        Assert.Equal(ItemErrorCodes.Corrupt, Recordings.FailureOf(Aedat4Bytes.Of(Aedat4Compression.None, info, (0, Aedat4Bytes.Events(First))), MediaFormat.Aedat4));
    }

    [Theory, MemberData(nameof(Compressions))]
    public void Decode_MoreEventsThanTheLimit_AreTooLarge(int compression)
    {
        var file = Aedat4Bytes.Of((Aedat4Compression)compression, Sensor, (0, Aedat4Bytes.Events(First)), (0, Aedat4Bytes.Events(Second)));
        Assert.Equal(ItemErrorCodes.TooLarge, Recordings.FailureOf(file, MediaFormat.Aedat4, MediaLimits.Default with { MaxEvents = 2 }));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Decode_PacketThatExplodes_IsTooLarge(int compression)
    {
        var file = Aedat4Bytes.Of((Aedat4Compression)compression, Sensor, (0, new byte[4 << 20]));
        Assert.Equal(ItemErrorCodes.TooLarge, Recordings.FailureOf(file, MediaFormat.Aedat4, MediaLimits.Default with { MaxExpansion = 10 }));
    }

    [Theory, MemberData(nameof(Compressions))]
    public void Decode_CutAnywhereBehindTheHeader_IsCorruptOrEndsAtAPacket(int compression)
    {
        var one = Aedat4Bytes.Of((Aedat4Compression)compression, Sensor, (0, Aedat4Bytes.Events(First)));
        var two = Aedat4Bytes.Of((Aedat4Compression)compression, Sensor, (0, Aedat4Bytes.Events(First)), (0, Aedat4Bytes.Events(Second)));
        for (var length = one.Length + 1; length < two.Length; length++)
            Assert.Equal(ItemErrorCodes.Corrupt, Recordings.FailureOf(two[..length], MediaFormat.Aedat4));
        Assert.Equal(First, Recordings.Events(Recordings.Decode(two[..one.Length], MediaFormat.Aedat4)));
    }

    [Theory, MemberData(nameof(Compressions))]
    public void Decode_Damaged_GivesARecordingOrAnItemException(int compression) =>
        Mutations.Survive(
            Aedat4Bytes.Of((Aedat4Compression)compression, Aedat4Bytes.Info((0, "EVTS", 320, 240)), (0, Aedat4Bytes.Events(First)), (0, Aedat4Bytes.Events(Second))),
            bytes => Recordings.Decode(bytes, MediaFormat.Aedat4));

    [Fact]
    public void Decode_LabRecording_HasTheEventsThatItsPacketTableCounts()
    {
        var bytes = File.ReadAllBytes(Lab.Require("data", "digits", "event_real_sample", "sample.aedat4"));
        var recording = Recordings.Decode(bytes, MediaFormat.Aedat4);
        var (events, start, end) = ReadPacketTable(bytes);

        Assert.Equal(events, recording.Count);
        Assert.Equal((start, end), (recording.Time[0], recording.Time[^1]));
        Assert.Equal((320, 240), (recording.Width, recording.Height));
        Assert.InRange(recording.Positive.Average(p => p ? 1.0 : 0.0), 0.2, 0.8);
        Assert.InRange(recording.X.Distinct().Count(), 200, 320);
        Assert.False(recording.Sorted);
    }

    [Fact]
    public void Decode_LabRecordingDamaged_GivesARecordingOrAnItemException() =>
        Mutations.Survive(File.ReadAllBytes(Lab.Require("data", "digits", "event_real_sample", "sample.aedat4")), bytes => Recordings.Decode(bytes, MediaFormat.Aedat4), 40);

    /// <summary>The table of packets at the end of the file, which the decoder does not read: counts and times, read with the FlatBuffers library.</summary>
    private static (long Events, long Start, long End) ReadPacketTable(byte[] file)
    {
        var header = new ByteBuffer(file, 18);
        var root = new Table(header.GetInt(18) + 18, header);
        var position = (int)header.GetLong(root.bb_pos + root.__offset(6));
        using var frame = LZ4Stream.Decode(new MemoryStream(file, position, file.Length - position));
        using var unpacked = new MemoryStream();
        frame.CopyTo(unpacked);

        var buffer = new ByteBuffer(unpacked.ToArray(), 4);
        var table = new Table(buffer.GetInt(4) + 4, buffer);
        var (events, start, end) = (0L, long.MaxValue, long.MinValue);
        for (var i = 0; i < table.__vector_len(table.__offset(4)); i++)
        {
            // FileDataDefinition: byte offset, packet header (stream, size), number of elements, first and last time.
            var entry = new Table(table.__indirect(table.__vector(table.__offset(4)) + 4 * i), buffer);
            if (buffer.GetInt(entry.bb_pos + entry.__offset(6)) != 0)
                continue;
            events += buffer.GetLong(entry.bb_pos + entry.__offset(8));
            start = Math.Min(start, buffer.GetLong(entry.bb_pos + entry.__offset(10)));
            end = Math.Max(end, buffer.GetLong(entry.bb_pos + entry.__offset(12)));
        }
        return (events, start, end);
    }
}
