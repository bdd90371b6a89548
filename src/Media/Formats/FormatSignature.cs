using System.Text;

namespace UniBind.Grid.Media;

/// <summary>Tells a format by the first bytes of a content.</summary>
internal static class FormatSignature
{
    private const int TransportPacket = 188;

    // Still pictures in the ISO container, which is otherwise MPEG-4's.
    private static readonly string[] PictureBrands = ["heic", "heix", "heim", "heis", "hevc", "mif1", "msf1", "avif", "avis", "crx "];

    /// <summary>The format, or <see cref="MediaFormat.Unknown"/> when the bytes are of no known format or of one without a signature (texts, tables, raw records).</summary>
    internal static MediaFormat Of(ReadOnlySpan<byte> head) =>
        Picture(head) is var picture and not MediaFormat.Unknown ? picture
        : Sound(head) is var sound and not MediaFormat.Unknown ? sound
        : Moving(head) is var moving and not MediaFormat.Unknown ? moving
        : Points(head);

    /// <summary>True when the bytes begin as an MPEG audio frame does: a weak sign, to be trusted only where sound is expected.</summary>
    internal static bool IsMpegAudioFrame(ReadOnlySpan<byte> head)
    {
        // ISO 11172-3, 2.4.2.3: eleven bits of sync; layer, bit rate and sampling rate have each one value that is not allowed.
        return head.Length >= 4 && head[0] == 0xFF && (head[1] & 0xE0) == 0xE0
            && (head[1] & 0x06) != 0 && (head[2] & 0xF0) != 0xF0 && (head[2] & 0x0C) != 0x0C;
    }

    private static MediaFormat Picture(ReadOnlySpan<byte> head) =>
        head is [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] ? MediaFormat.Png
        : head is [0xFF, 0xD8, 0xFF, ..] ? MediaFormat.Jpeg
        : head.StartsWith("GIF87a"u8) || head.StartsWith("GIF89a"u8) ? MediaFormat.Gif
        : Riff(head, "WEBP"u8) ? MediaFormat.Webp
        : head is [(byte)'I', (byte)'I', 42 or 43, 0, ..] or [(byte)'M', (byte)'M', 0, 42 or 43, ..] ? MediaFormat.Tiff
        : MediaFormat.Unknown;

    private static MediaFormat Sound(ReadOnlySpan<byte> head) =>
        Riff(head, "WAVE"u8) || (head.StartsWith("RF64"u8) && At(head, 8, "WAVE"u8)) ? MediaFormat.Wav
        : head.StartsWith("fLaC"u8) ? MediaFormat.Flac
        : head.StartsWith("ID3"u8) ? MediaFormat.Mp3
        : head.StartsWith("OggS"u8) ? MediaFormat.Ogg
        : head.StartsWith("FORM"u8) && (At(head, 8, "AIFF"u8) || At(head, 8, "AIFC"u8)) ? MediaFormat.Aiff
        : MediaFormat.Unknown;

    private static MediaFormat Moving(ReadOnlySpan<byte> head) =>
        IsMp4(head) ? MediaFormat.Mp4
        : head is [0x1A, 0x45, 0xDF, 0xA3, ..] ? MediaFormat.Matroska
        : Riff(head, "AVI "u8) ? MediaFormat.Avi
        : head is [0, 0, 1, 0xBA or 0xB3, ..] || IsTransportStream(head, 0, TransportPacket) || IsTransportStream(head, 4, TransportPacket + 4) ? MediaFormat.Mpeg
        : MediaFormat.Unknown;

    private static MediaFormat Points(ReadOnlySpan<byte> head) =>
        head.StartsWith("ply\n"u8) || head.StartsWith("ply\r"u8) ? MediaFormat.Ply
        : IsOff(head) ? MediaFormat.Off
        : head is [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', ..] ? MediaFormat.Npy
        : head.StartsWith("#!AER-DAT4"u8) ? MediaFormat.Aedat4
        : MediaFormat.Unknown;

    private static bool IsMp4(ReadOnlySpan<byte> head)
    {
        if (At(head, 4, "ftyp"u8))
            return head.Length < 12 || !PictureBrands.Contains(Encoding.Latin1.GetString(head.Slice(8, 4)));
        // QuickTime files of old begin with any of its boxes.
        return At(head, 4, "moov"u8) || At(head, 4, "mdat"u8) || At(head, 4, "wide"u8);
    }

    private static bool IsTransportStream(ReadOnlySpan<byte> head, int first, int packet)
    {
        const byte sync = 0x47;
        return head.Length > first + 2 * packet && head[first] == sync && head[first + packet] == sync && head[first + 2 * packet] == sync;
    }

    // The keyword with its prefixes, then the first count, perhaps without a blank between, as in ModelNet.
    private static bool IsOff(ReadOnlySpan<byte> head)
    {
        var at = 0;
        foreach (var prefix in (ReadOnlySpan<string>)["ST", "C", "N"])
            if (at + prefix.Length < head.Length && Ascii.Equals(head.Slice(at, prefix.Length), prefix))
                at += prefix.Length;
        if (!At(head, at, "OFF"u8))
            return false;
        var rest = head[(at + 3)..];
        return rest.IsEmpty || char.IsAsciiDigit((char)rest[0]) || rest[0] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n';
    }

    private static bool Riff(ReadOnlySpan<byte> head, ReadOnlySpan<byte> kind) => head.StartsWith("RIFF"u8) && At(head, 8, kind);

    private static bool At(ReadOnlySpan<byte> head, int at, ReadOnlySpan<byte> text) => head.Length >= at && head[at..].StartsWith(text);
}
