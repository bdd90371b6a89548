namespace UniBind.Grid.Media;

/// <summary>What the headers of pictures say about their modality.</summary>
internal static class PictureHint
{
    /// <summary>True for one channel of 16 bits, which is how radiometric thermal cameras store heat.</summary>
    /// <exception cref="ItemException">The content cannot be read.</exception>
    internal static bool IsDeepGrey(MediaContent content, MediaFormat format)
    {
        if (format == MediaFormat.Tiff)
            return TiffHeader.Read(content) is { Bits: 16, Channels: 1 };
        // PNG: bit depth and color type in the header chunk; type 0 is grey without alpha.
        return content.Head.Length > 25 && content.Head[24] == 16 && content.Head[25] == 0;
    }

    /// <summary>True when a GIF or WebP has more than one frame.</summary>
    /// <exception cref="ItemException">The content cannot be read, or its frames are damaged.</exception>
    internal static bool IsAnimated(MediaContent content, MediaFormat format)
    {
        const byte animation = 0x02;
        if (format == MediaFormat.Webp && (content.Head.Length <= 20 || !content.Head[12..].StartsWith("VP8X"u8) || (content.Head[20] & animation) == 0))
            return false;
        var bytes = content.ReadBytes(MediaLimits.Default.MaxBytes).Span;
        return (format == MediaFormat.Gif ? GifScanner.Scan(bytes, 2) : WebpScanner.Scan(bytes, 2)).Delays.Count > 1;
    }
}
