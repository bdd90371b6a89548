using System.Text;

namespace UniBind.Grid.Encoding;

/// <summary>
/// Reads protobuf messages from a seekable stream, field by field, and skips what is not asked for without reading it.
/// Every length is checked against the end of the enclosing message before it is used.
/// </summary>
/// <remarks>Not thread-safe. Garbage gives <see cref="InvalidDataException"/>, nothing else.</remarks>
internal sealed class ProtobufReader(Stream stream)
{
    /// <summary>The wire type of a number.</summary>
    public const int Number = 0;

    /// <summary>The wire type of bytes, texts and messages.</summary>
    public const int Block = 2;

    private const int MaxTextLength = 1 << 16;

    /// <summary>The end of the whole stream, where the outermost message ends.</summary>
    public long End { get; } = stream.Length;

    /// <summary>Reads the key of the next field; false at the end of the message.</summary>
    public bool Next(long end, out int field, out int wire)
    {
        field = wire = 0;
        if (stream.Position >= end)
            return false;
        var key = Varint(end);
        field = key >> 3 is > 0 and <= 0x1FFF_FFFF ? (int)(key >> 3) : throw Corrupt();
        wire = (int)(key & 7);
        return true;
    }

    /// <summary>A number of up to 64 bits.</summary>
    public ulong Varint(long end)
    {
        ulong value = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var next = stream.Position < end ? stream.ReadByte() : -1;
            if (next < 0)
                throw Corrupt();
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
                return value;
        }

        throw Corrupt();
    }

    /// <summary>Enters a message: gives the position where it ends.</summary>
    public long Message(int wire, long end)
    {
        if (wire != Block)
            throw Corrupt();
        var length = Varint(end);
        return length <= (ulong)(end - stream.Position) ? stream.Position + (long)length : throw Corrupt();
    }

    /// <summary>A text in UTF-8.</summary>
    public string Text(int wire, long end)
    {
        var length = Message(wire, end) - stream.Position;
        if (length > MaxTextLength)
            throw Corrupt();
        var bytes = new byte[length];
        stream.ReadExactly(bytes);
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            throw Corrupt();
        }
    }

    /// <summary>Leaves a field out.</summary>
    public void Skip(int wire, long end)
    {
        long target;
        switch (wire)
        {
            case Number:
                Varint(end);
                return;
            case 1:
                target = stream.Position + 8;
                break;
            case Block:
                target = Message(wire, end);
                break;
            case 5:
                target = stream.Position + 4;
                break;
            default:
                throw Corrupt();
        }

        if (target > end)
            throw Corrupt();
        stream.Position = target;
    }

    private InvalidDataException Corrupt() => new($"the protobuf data is damaged near byte {stream.Position}");
}
