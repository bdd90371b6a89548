namespace UniBind.Grid.Media;

/// <summary>Finds the format of a content from its signature, its extension and the modality that is expected.</summary>
internal static class FormatResolver
{
    /// <summary>Finds the format.</summary>
    /// <param name="content">The content, not empty.</param>
    /// <param name="wanted">The modality that is declared, or that a folder hints at.</param>
    /// <param name="isDeclared">True when <paramref name="wanted"/> was declared: then names do not have to agree with signatures.</param>
    /// <exception cref="ItemException">The content is forbidden or of no known format.</exception>
    internal static MediaFormat Resolve(MediaContent content, Modality? wanted, bool isDeclared)
    {
        var head = content.Head;
        var named = MediaExtensions.FormatOf(content.Name);
        var isText = TextHint.IsText(head);
        var wantsText = isDeclared ? wanted == Modality.Text : named is MediaFormat.Text or MediaFormat.Markdown or MediaFormat.JsonLines;
        if (MediaExtensions.IsPlaylist(content.Name) || (isText && !wantsText && TextHint.IsPlaylist(head)))
            throw new ItemException(ItemStage.Decode, ItemErrorCodes.Forbidden, $"'{content.Name}' is a playlist or script that names other media; list those media themselves.");
        // Texts may begin with anything, also with what would be a signature elsewhere.
        var signature = isText && wantsText ? MediaFormat.Unknown : Signature(content, named, wanted);
        if (signature != MediaFormat.Unknown)
        {
            return isDeclared || named == MediaFormat.Unknown || ModalityFormats.AreKin(named, signature)
                ? signature
                : throw MediaSniffer.Unsupported($"'{content.Name}' is named as {MediaSniffer.Name(named)}, but its content is {MediaSniffer.Name(signature)}.");
        }
        return isText ? OfText(content, named, wanted, isDeclared) : OfBinary(content, named, wanted, isDeclared);
    }

    private static MediaFormat Signature(MediaContent content, MediaFormat named, Modality? wanted)
    {
        var head = content.Head;
        if (FormatSignature.Of(head) is var format and not MediaFormat.Unknown)
            return format;
        if ((named == MediaFormat.Mp3 || wanted == Modality.Audio) && FormatSignature.IsMpegAudioFrame(head))
            return MediaFormat.Mp3;
        // Any archive of arrays is one, whatever it is called; other zips are nothing.
        return head.StartsWith("PK\x03\x04"u8) && (named == MediaFormat.Npz || NumpyHint.OfArchive(content) is not null) ? MediaFormat.Npz : MediaFormat.Unknown;
    }

    private static MediaFormat OfText(MediaContent content, MediaFormat named, Modality? wanted, bool isDeclared)
    {
        var head = content.Head;
        switch (wanted)
        {
            case Modality.Text when isDeclared:
                return named is MediaFormat.Markdown or MediaFormat.JsonLines ? named : MediaFormat.Text;
            case Modality.PointCloud when named is not (MediaFormat.Off or MediaFormat.Obj) && TextHint.IsPoints(head):
                return MediaFormat.Xyz;
            case Modality.Event when named is not MediaFormat.Xyz && TextHint.IsEvents(head):
                return MediaFormat.EventCsv;
        }
        switch (named)
        {
            case MediaFormat.Text or MediaFormat.Markdown or MediaFormat.JsonLines or MediaFormat.Off or MediaFormat.Obj or MediaFormat.Xyz:
                return named;
            case MediaFormat.EventCsv:
                return TextHint.IsEvents(head)
                    ? MediaFormat.EventCsv
                    : throw MediaSniffer.Unsupported($"'{content.Name}' is a table, but not of events: it needs a first line x,y,t,p or exactly four columns of numbers.");
            case MediaFormat.Unknown when MediaExtensions.Of(content.Name).Length == 0 && !isDeclared:
                return MediaFormat.Text;
            case MediaFormat.Unknown:
                throw Unknown(content);
            default:
                throw MediaSniffer.Unsupported($"'{content.Name}' is named as {MediaSniffer.Name(named)}, but its content is text.");
        }
    }

    private static MediaFormat OfBinary(MediaContent content, MediaFormat named, Modality? wanted, bool isDeclared)
    {
        if (named == MediaFormat.NMnistBin || (named == MediaFormat.Unknown && isDeclared))
        {
            return wanted switch
            {
                Modality.Event => MediaFormat.NMnistBin,
                Modality.PointCloud => MediaFormat.KittiBin,
                // The decoder says which byte is no UTF-8.
                Modality.Text when named == MediaFormat.Unknown => MediaFormat.Text,
                _ when named == MediaFormat.Unknown => throw Unknown(content),
                _ => RecordHint.Guess(content.Head, content.Length) is var guess and not MediaFormat.Unknown
                    ? guess
                    : throw MediaSniffer.Unsupported($"'{content.Name}' may hold event records or points, which its bytes do not tell; put it into a folder 'events' or 'lidar', or declare its modality."),
            };
        }
        return named switch
        {
            MediaFormat.Unknown => throw Unknown(content),
            // Their decoders say what is wrong with the characters, and where.
            MediaFormat.Text or MediaFormat.Markdown or MediaFormat.JsonLines or MediaFormat.Obj or MediaFormat.Xyz => named,
            // Streams cut out of broadcasts begin anywhere.
            MediaFormat.Mp3 => named,
            _ => throw MediaSniffer.Unsupported($"'{content.Name}' is named as {MediaSniffer.Name(named)}, but its content does not begin as that format does."),
        };
    }

    private static ItemException Unknown(MediaContent content) => MediaSniffer.Unsupported($"'{content.Name}' is of no known format.");
}
