namespace UniBind.Grid.Media;

/// <summary>Chooses ffmpeg's demuxer by the content's own first bytes, never by ffmpeg's guess.</summary>
internal static class ContainerSignature
{
    private const int PacketLength = 188;

    /// <summary>The demuxer for a content, after checking that its signature is that of the format.</summary>
    /// <exception cref="ItemException">The content is a playlist (<c>forbidden</c>), or has not the signature of the format (<c>unsupported</c>).</exception>
    internal static string Demuxer(MediaContent content, MediaFormat format)
    {
        var head = content.Head;
        if (head.IsEmpty)
            throw new ItemException(ItemStage.Decode, ItemErrorCodes.Empty, "The content has no bytes.");
        if (PlaylistDetector.IsPlaylist(head))
            throw new ItemException(ItemStage.Decode, ItemErrorCodes.Forbidden, "The content is a playlist that refers to other files or addresses; give the media itself.");
        return Find(head, format) ?? throw new ItemException(ItemStage.Decode, ItemErrorCodes.Unsupported,
            $"The content was taken for {format}, but its first bytes are not those of that format.");
    }

    private static string? Find(ReadOnlySpan<byte> head, MediaFormat format) => format switch
    {
        MediaFormat.Wav when IsRiff(head, "WAVE"u8) => "wav",
        MediaFormat.Flac when head.StartsWith("fLaC"u8) || head.StartsWith("ID3"u8) => "flac",
        MediaFormat.Mp3 when IsMpegAudio(head) => "mp3",
        MediaFormat.Ogg when head.StartsWith("OggS"u8) => "ogg",
        MediaFormat.Aiff when head.Length >= 12 && head.StartsWith("FORM"u8) && head[8..].StartsWith("AIF"u8) => "aiff",
        MediaFormat.Mp4 when IsIsoMedia(head) => "mov",
        MediaFormat.Matroska when head.StartsWith((ReadOnlySpan<byte>)[0x1A, 0x45, 0xDF, 0xA3]) => "matroska",
        MediaFormat.Avi when IsRiff(head, "AVI "u8) => "avi",
        MediaFormat.Mpeg when head.StartsWith((ReadOnlySpan<byte>)[0, 0, 1, 0xBA]) => "mpeg",
        MediaFormat.Mpeg when head.StartsWith((ReadOnlySpan<byte>)[0, 0, 1, 0xB3]) => "mpegvideo",
        MediaFormat.Mpeg when IsTransportStream(head) => "mpegts",
        _ => null,
    };

    private static bool IsRiff(ReadOnlySpan<byte> head, ReadOnlySpan<byte> form) =>
        head.Length >= 12 && (head.StartsWith("RIFF"u8) || head.StartsWith("RF64"u8)) && head[8..].StartsWith(form);

    // A sync word with a valid layer; layer 0 would be AAC in ADTS.
    private static bool IsMpegAudio(ReadOnlySpan<byte> head) =>
        head.StartsWith("ID3"u8) || (head.Length >= 4 && head[0] == 0xFF && (head[1] & 0xE0) == 0xE0 && (head[1] & 0x06) != 0);

    private static bool IsIsoMedia(ReadOnlySpan<byte> head)
    {
        if (head.Length < 8)
            return false;
        var box = head.Slice(4, 4);
        return box.SequenceEqual("ftyp"u8) || box.SequenceEqual("moov"u8) || box.SequenceEqual("mdat"u8) || box.SequenceEqual("free"u8)
            || box.SequenceEqual("skip"u8) || box.SequenceEqual("wide"u8) || box.SequenceEqual("pnot"u8);
    }

    // Packets of 188 bytes, or of 192 with a time code before each (m2ts).
    private static bool IsTransportStream(ReadOnlySpan<byte> head) =>
        HasSyncs(head, 0, PacketLength) || HasSyncs(head, 4, PacketLength + 4);

    private static bool HasSyncs(ReadOnlySpan<byte> head, int first, int length)
    {
        if (head.Length < first + 2 * length)
            return false;
        for (var at = first; at < head.Length; at += length)
        {
            if (head[at] != 0x47)
                return false;
        }
        return true;
    }
}
