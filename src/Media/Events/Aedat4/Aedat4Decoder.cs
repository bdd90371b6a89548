using System.Buffers.Binary;

namespace UniBind.Grid.Media;

/// <summary>
/// Reads AEDAT 4 recordings, the container of iniVation's DV (https://docs.inivation.com/software/software-advanced-usage/file-formats/aedat-4.0.html).
/// Of several event streams the one with the lowest number is read: two sensors share no frame. Pictures, inertial data and triggers are skipped.
/// Times stay as they are, microseconds of Unix time.
/// </summary>
internal static class Aedat4Decoder
{
    private const int PacketHeaderLength = 8;

    /// <summary>A struct of int64 time, int16 x, int16 y, bool polarity, padded to 8 bytes.</summary>
    private const int EventLength = 16;

    /// <summary>Decodes a file.</summary>
    /// <exception cref="ItemException">The file is damaged or cut, has too many events or none, or events outside its sensor.</exception>
    public static EventRecording Decode(ReadOnlyMemory<byte> bytes, MediaLimits limits, CancellationToken cancellationToken)
    {
        var header = Aedat4Header.Parse(bytes.Span);
        var stream = header.Streams.Where(s => s.Type == "EVTS").MinBy(s => s.Id);
        if (stream is null && header.Streams.Any(s => s.Type is not null))
            throw Refuse.Empty("The recording has no event stream.");

        using var unpacker = new Aedat4Unpacker(header.Compression, limits);
        var events = new EventBuffer(limits);
        var chosen = stream?.Id;
        for (var at = header.PacketsStart; at < header.PacketsEnd;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var packet = Packet(bytes[at..header.PacketsEnd], out var id);
            at += PacketHeaderLength + packet.Length;
            if (id != (chosen ?? id))
                continue;
            var buffer = FlatTable.SizePrefixed(unpacker.Unpack(packet).Span, out _);
            if (FlatTable.HasIdentifier(buffer, "EVTS"u8))
            {
                chosen = id;
                Take(FlatTable.Root(buffer).Vector(0, EventLength), events);
            }
            else if (chosen is not null)
                throw Refuse.Corrupt($"A packet of the event stream {id} holds something else.");
        }
        return events.Build(stream?.Width, stream?.Height);
    }

    private static ReadOnlyMemory<byte> Packet(ReadOnlyMemory<byte> bytes, out int stream)
    {
        if (bytes.Length < PacketHeaderLength)
            throw Refuse.Corrupt("The recording ends inside the header of a packet.");
        stream = BinaryPrimitives.ReadInt32LittleEndian(bytes.Span);
        var length = BinaryPrimitives.ReadInt32LittleEndian(bytes.Span[4..]);
        if (length < 0 || length > bytes.Length - PacketHeaderLength)
            throw Refuse.Corrupt(FormattableString.Invariant($"A packet of the recording claims {length:N0} bytes, and {bytes.Length - PacketHeaderLength:N0} follow."));
        return bytes.Slice(PacketHeaderLength, length);
    }

    private static void Take(ReadOnlySpan<byte> elements, EventBuffer events)
    {
        events.Reserve(elements.Length / EventLength);
        for (; !elements.IsEmpty; elements = elements[EventLength..])
        {
            var time = BinaryPrimitives.ReadInt64LittleEndian(elements);
            var x = BinaryPrimitives.ReadInt16LittleEndian(elements[8..]);
            var y = BinaryPrimitives.ReadInt16LittleEndian(elements[10..]);
            events.Add(x, y, elements[12] != 0, time);
        }
    }
}
