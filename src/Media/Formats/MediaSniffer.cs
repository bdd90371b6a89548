namespace UniBind.Grid.Media;

/// <summary>Tells what a content is: its modality and format.</summary>
/// <remarks>
/// Thread-safe. Signatures beat extensions; an extension decides where a format has no signature. A name that promises one kind of
/// media (<c>.png</c>) over content of another (text) is an error, not a guess. Folders of the name that are called after a modality
/// (<c>thermal/</c>, <c>events/</c>, <c>lidar/</c>) decide between what the content could be.
/// </remarks>
public static class MediaSniffer
{
    /// <summary>Decides by manifest (<paramref name="declared"/>), else by content signature and extension; a thermal picture by its folder or by being a single-channel 16-bit PNG or TIFF.</summary>
    /// <param name="content">The content; its head is read, and more where only that tells: all of a gif, the directories of a tiff and an npz.</param>
    /// <param name="declared">The modality that the source gave, or null.</param>
    /// <exception cref="ItemException">
    /// The content is empty (<c>empty</c>), a playlist or script that names other media (<c>forbidden</c>), or of an unknown format, of one
    /// that contradicts its name, or of one that the declared modality cannot have (<c>unsupported</c>).
    /// </exception>
    public static MediaKind Detect(MediaContent content, Modality? declared = null)
    {
        if (content.Length == 0)
            throw new ItemException(ItemStage.Read, ItemErrorCodes.Empty, $"'{content.Name}' is empty.");
        var wanted = declared ?? FolderHint.Of(content);
        var format = FormatResolver.Resolve(content, wanted, isDeclared: declared is not null);
        if (wanted is { } modality && ModalityFormats.Allows(modality, format))
            return new(modality, format);
        if (declared is { } required)
            throw Unsupported($"'{content.Name}' is {Name(format)}, but it is declared as {required.Name()}, which is read from {string.Join(", ", ModalityFormats.Of(required).Select(Name))}.");
        return new(Natural(content, format), format);
    }

    /// <summary>The failure of a content that is not what it would have to be.</summary>
    internal static ItemException Unsupported(string message) => new(ItemStage.Decode, ItemErrorCodes.Unsupported, message);

    /// <summary>A format's name in messages.</summary>
    internal static string Name(MediaFormat format) => format.ToString().ToLowerInvariant();

    // What a content is when neither its source nor its folder says.
    private static Modality Natural(MediaContent content, MediaFormat format)
    {
        switch (format)
        {
            case MediaFormat.Png or MediaFormat.Tiff:
                return PictureHint.IsDeepGrey(content, format) ? Modality.Thermal : Modality.Image;
            case MediaFormat.Gif or MediaFormat.Webp:
                return PictureHint.IsAnimated(content, format) ? Modality.Video : Modality.Image;
            case MediaFormat.Npy or MediaFormat.Npz:
                return (format == MediaFormat.Npy ? NumpyHint.OfArray(content.Head) : NumpyHint.OfArchive(content))
                    ?? throw Unsupported($"'{content.Name}' holds neither points ([n, 3 or more] numbers, or fields x, y, z) nor events (x, y, t, p).");
            case MediaFormat.Mp4 or MediaFormat.Matroska or MediaFormat.Ogg when MediaExtensions.ModalityOf(content.Name) is Modality.Audio or Modality.Video:
                return MediaExtensions.ModalityOf(content.Name)!.Value;
            case MediaFormat.Ogg:
                return content.Head.IndexOf("theora"u8) >= 0 ? Modality.Video : Modality.Audio;
            case MediaFormat.Mp4:
                return content.Head.Length >= 12 && content.Head[8..].StartsWith("M4A"u8) ? Modality.Audio : Modality.Video;
            case MediaFormat.Matroska:
                return Modality.Video;
            default:
                return Modalities.All.First(m => ModalityFormats.Allows(m, format));
        }
    }
}
