using Google.FlatBuffers;
using K4os.Compression.LZ4.Streams;
using ZstdSharp;

namespace UniBind.Grid.Media.Tests;

/// <summary>Writes AEDAT 4 files with the FlatBuffers library, which the reader does not use.</summary>
internal static class Aedat4Bytes
{
    public static byte[] Of(Aedat4Compression compression, string info, params (int Stream, byte[] Payload)[] packets)
    {
        var file = new MemoryStream();
        file.Write("#!AER-DAT4.0\r\n"u8);
        file.Write(Header(compression, info));
        foreach (var (stream, payload) in packets)
        {
            var packed = Pack(compression, payload);
            file.Write(BitConverter.GetBytes(stream));
            file.Write(BitConverter.GetBytes(packed.Length));
            file.Write(packed);
        }
        return file.ToArray();
    }

    public static string Info(params (int Id, string Type, int Width, int Height)[] streams) =>
        "<dv version=\"2.0\"><node name=\"outInfo\" path=\"/mainloop/Recorder/outInfo/\">"
        + string.Concat(streams.Select(s =>
            $"<node name=\"{s.Id}\"><attr key=\"typeIdentifier\" type=\"string\">{s.Type}</attr><node name=\"info\">"
            + $"<attr key=\"sizeX\" type=\"int\">{s.Width}</attr><attr key=\"sizeY\" type=\"int\">{s.Height}</attr></node></node>"))
        + "</node></dv>";

    public static byte[] Events(params (int X, int Y, bool Positive, long Time)[] events) => Payload("EVTS", events);

    public static byte[] Payload(string identifier, params (int X, int Y, bool Positive, long Time)[] events)
    {
        var builder = new FlatBufferBuilder(1_024);
        builder.StartVector(16, events.Length, 8);
        foreach (var (x, y, positive, time) in events.Reverse())
        {
            builder.Prep(8, 16);
            builder.Pad(3);
            builder.PutBool(positive);
            builder.PutShort((short)y);
            builder.PutShort((short)x);
            builder.PutLong(time);
        }
        var elements = builder.EndVector();
        builder.StartTable(1);
        builder.AddOffset(0, elements.Value, 0);
        builder.FinishSizePrefixed(builder.EndTable(), identifier);
        return builder.SizedByteArray();
    }

    private static byte[] Header(Aedat4Compression compression, string info)
    {
        var builder = new FlatBufferBuilder(1_024);
        var node = builder.CreateString(info);
        builder.StartTable(3);
        builder.AddInt(0, (int)compression, 0);
        builder.AddLong(1, -1, -1);
        builder.AddOffset(2, node.Value, 0);
        builder.FinishSizePrefixed(builder.EndTable(), "IOHE");
        return builder.SizedByteArray();
    }

    private static byte[] Pack(Aedat4Compression compression, byte[] payload)
    {
        switch (compression)
        {
            case Aedat4Compression.Lz4 or Aedat4Compression.Lz4High:
                var level = compression == Aedat4Compression.Lz4 ? K4os.Compression.LZ4.LZ4Level.L00_FAST : K4os.Compression.LZ4.LZ4Level.L09_HC;
                using (var frame = new MemoryStream())
                {
                    using (var encoder = LZ4Stream.Encode(frame, level, leaveOpen: true))
                        encoder.Write(payload);
                    return frame.ToArray();
                }
            case Aedat4Compression.Zstd or Aedat4Compression.ZstdHigh:
                using (var compressor = new Compressor(compression == Aedat4Compression.Zstd ? 3 : 19))
                    return compressor.Wrap(payload).ToArray();
            default:
                return payload;
        }
    }
}
