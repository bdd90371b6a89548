using System.Buffers.Binary;

namespace UniBind.Grid.Media;

/// <summary>Reads the chunks of RIFF, RF64 and BW64 waves up to the samples, checking every length against what is there.</summary>
/// <remarks>
/// Data lengths that a streaming writer could not know (0, 0xFFFFFFFF, sox's 0x7FFFF000 and above) mean "to the end of the file".
/// Any other length that goes beyond the end makes the wave corrupt: a cut recording must not pass for a short one.
/// </remarks>
internal static class WavReader
{
    private const int MaxChunks = 1_024;
    private const int MaxChannels = 64;
    private const int MaxSampleRate = 384_000;
    private const int FormatLength = 40;
    private const uint Unknown32 = 0xFFFFFFFF;
    private const uint StreamedFrom = 0x7FFFF000;

    // The last 14 bytes of the sub-format GUIDs xxxxxxxx-0000-0010-8000-00AA00389B71.
    private static ReadOnlySpan<byte> SubFormatTail => [0x00, 0x00, 0x00, 0x00, 0x10, 0x00, 0x80, 0x00, 0x00, 0xAA, 0x00, 0x38, 0x9B, 0x71];

    /// <summary>Reads the header.</summary>
    /// <param name="stream">A seekable stream over the wave, at its start.</param>
    /// <exception cref="ItemException">It is no wave, is damaged, cut, empty, or of a layout that no recording has.</exception>
    internal static WavHeader Read(Stream stream)
    {
        Span<byte> head = stackalloc byte[12];
        if (stream.ReadAtLeast(head, 12, throwOnEndOfStream: false) < 12)
            throw Corrupt("The wave ends inside its header.");
        if (!(head.StartsWith("RIFF"u8) || head.StartsWith("RF64"u8) || head.StartsWith("BW64"u8)) || !head[8..].SequenceEqual("WAVE"u8))
            throw new ItemException(ItemStage.Decode, ItemErrorCodes.Unsupported, "The content is no RIFF wave.");
        var riffLength = BinaryPrimitives.ReadUInt32LittleEndian(head[4..]);
        var format = default(WavHeader);
        long? data64 = null;
        for (var chunks = 0; chunks < MaxChunks; chunks++)
        {
            if (stream.ReadAtLeast(head[..8], 8, throwOnEndOfStream: false) < 8)
                throw Corrupt("The wave ends before its samples.");
            var length = BinaryPrimitives.ReadUInt32LittleEndian(head[4..]);
            if (head.StartsWith("data"u8))
                return WithData(format, stream, DataLength(length, data64, riffLength, stream));
            var next = stream.Position + length + (length & 1);
            if (head.StartsWith("fmt "u8))
                format = ReadFormat(stream, length);
            else if (head.StartsWith("ds64"u8))
                data64 = ReadData64(stream, length);
            if (next > stream.Length)
                throw Corrupt("The wave ends before its samples.");
            stream.Position = next;
        }
        throw Corrupt($"The wave has more than {MaxChunks} chunks before its samples.");
    }

    private static WavHeader ReadFormat(Stream stream, uint length)
    {
        Span<byte> fmt = stackalloc byte[FormatLength];
        var wanted = (int)Math.Min(length, FormatLength);
        if (wanted < 16 || stream.ReadAtLeast(fmt[..wanted], wanted, throwOnEndOfStream: false) < wanted)
            throw Corrupt("The format chunk of the wave is too short.");
        int tag = BinaryPrimitives.ReadUInt16LittleEndian(fmt);
        int channels = BinaryPrimitives.ReadUInt16LittleEndian(fmt[2..]);
        var rate = BinaryPrimitives.ReadUInt32LittleEndian(fmt[4..]);
        int frameBytes = BinaryPrimitives.ReadUInt16LittleEndian(fmt[12..]);
        int bits = BinaryPrimitives.ReadUInt16LittleEndian(fmt[14..]);
        const int extensible = 0xFFFE;
        if (tag == extensible)
        {
            if (wanted < FormatLength || !fmt[26..].SequenceEqual(SubFormatTail))
                throw Corrupt("The extensible format chunk of the wave names no known sub-format.");
            tag = BinaryPrimitives.ReadUInt16LittleEndian(fmt[24..]);
        }
        if (channels is 0 or > MaxChannels || rate is 0 or > MaxSampleRate)
            throw Corrupt($"The wave claims {channels} channels at {rate} Hz; 1 to {MaxChannels} channels and 1 to {MaxSampleRate} Hz are read.");
        if (Encoding(tag, bits) is not { } encoding)
            return tag is 1 or 3
                ? throw new ItemException(ItemStage.Decode, ItemErrorCodes.Unsupported, $"The wave has {bits}-bit samples of format {tag}, which no decoder reads.")
                : new(null, tag, 0, 0);
        var format = new PcmFormat(encoding, channels, (int)rate);
        return format.FrameBytes == frameBytes
            ? new(format, tag, 0, 0)
            : throw Corrupt($"The wave claims frames of {frameBytes} bytes, but {channels} channels of {bits} bits take {format.FrameBytes}.");
    }

    // Odd widths (12 in 16, 20 in 24) are stored left-justified, so that the container's scale holds for them too.
    private static SampleEncoding? Encoding(int tag, int bits) => (tag, (bits + 7) / 8) switch
    {
        (1, 1) => SampleEncoding.Unsigned8,
        (1, 2) => SampleEncoding.Signed16,
        (1, 3) => SampleEncoding.Signed24,
        (1, 4) => SampleEncoding.Signed32,
        (3, 4) => SampleEncoding.Float32,
        (3, 8) => SampleEncoding.Float64,
        (6, 1) => SampleEncoding.ALaw,
        (7, 1) => SampleEncoding.MuLaw,
        _ => null,
    };

    private static long? ReadData64(Stream stream, uint length)
    {
        Span<byte> sizes = stackalloc byte[16];
        if (length < 16 || stream.ReadAtLeast(sizes, 16, throwOnEndOfStream: false) < 16)
            throw Corrupt("The 64-bit size chunk of the wave is too short.");
        var data = BinaryPrimitives.ReadUInt64LittleEndian(sizes[8..]);
        return data <= long.MaxValue ? (long)data : throw Corrupt("The wave's 64-bit data length is out of range.");
    }

    private static long DataLength(uint length, long? data64, uint riffLength, Stream stream)
    {
        var rest = stream.Length - stream.Position;
        if (length == Unknown32 && data64 is > 0)
            return data64.Value <= rest ? data64.Value : throw Cut(data64.Value, rest);
        if (length <= rest && length != 0)
            return length;
        // A length of 0 in a file whose own length is right is an empty recording, followed by other chunks at most.
        if (length == 0)
            return riffLength is 0 or Unknown32 || riffLength + 8L < stream.Length ? rest : 0;
        return length >= StreamedFrom && (length == Unknown32 || riffLength >= StreamedFrom) ? rest : throw Cut(length, rest);
    }

    private static WavHeader WithData(WavHeader format, Stream stream, long length)
    {
        if (format.Tag == 0)
            throw Corrupt("The wave has samples but no format chunk before them.");
        if (format.Format is not { } pcm)
            return format with { DataOffset = stream.Position };
        var frames = length / pcm.FrameBytes;
        return frames > 0
            ? format with { DataOffset = stream.Position, Frames = frames }
            : throw new ItemException(ItemStage.Decode, ItemErrorCodes.Empty, "The wave holds no samples.");
    }

    private static ItemException Cut(long claimed, long rest) =>
        Corrupt(FormattableString.Invariant($"The wave is cut: its header claims {claimed:N0} bytes of samples, but {rest:N0} are there."));

    private static ItemException Corrupt(string message) => new(ItemStage.Decode, ItemErrorCodes.Corrupt, message);
}
