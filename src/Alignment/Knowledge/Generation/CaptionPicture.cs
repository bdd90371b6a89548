namespace UniBind.Grid.Alignment;

/// <summary>The pictures that multimodal models take as they are: png with 8 bits a sample, jpeg, webp and gif.</summary>
internal static class CaptionPicture
{
    private const long MaxBytes = 20L << 20;
    private const int PngBitDepth = 24;

    /// <summary>An item's bytes and their media type.</summary>
    /// <exception cref="ItemException">No picture can be sent of it.</exception>
    public static (ReadOnlyMemory<byte> Bytes, string MediaType) Of(CaptionItem item)
    {
        if (item.Modality is not (Modality.Image or Modality.Thermal))
            throw new ItemException(ItemStage.Decode, ItemErrorCodes.Unsupported, $"captions of {item.Modality.Name()} are not supported: the model is sent a picture, and there is none of it.");
        using var content = item.Open();
        if (content.Length > MaxBytes)
            throw new ItemException(ItemStage.Decode, ItemErrorCodes.TooLarge, $"the picture has more than {MaxBytes >> 20} MiB; models take no larger one.");
        return MediaType(content.Head) is { } type
            ? (content.ReadBytes(MaxBytes).ToArray(), type)
            : throw new ItemException(ItemStage.Decode, ItemErrorCodes.Unsupported, "models take png (8 bits a sample), jpeg, webp and gif; convert the picture to one of them.");
    }

    private static string? MediaType(ReadOnlySpan<byte> head) => head switch
    {
        [0x89, (byte)'P', (byte)'N', (byte)'G', ..] => head.Length > PngBitDepth && head[PngBitDepth] <= 8 ? "image/png" : null,
        [0xFF, 0xD8, 0xFF, ..] => "image/jpeg",
        [(byte)'G', (byte)'I', (byte)'F', (byte)'8', ..] => "image/gif",
        [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P', ..] => "image/webp",
        _ => null,
    };
}
