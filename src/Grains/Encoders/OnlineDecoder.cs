using System.Diagnostics;
using UniBind.Grid.Encoding;
using UniBind.Grid.Media;

namespace UniBind.Grid.Grains;

/// <summary>Decodes online items, on a decode thread. An item's failure is part of the result.</summary>
internal static class OnlineDecoder
{
    /// <summary>What decoding made of an item.</summary>
    /// <param name="Prepared">What the encoder will see; null with <paramref name="Error"/>.</param>
    /// <param name="Error">Why there is nothing.</param>
    /// <param name="Time">What it took.</param>
    public readonly record struct Decoded(PreparedItem? Prepared, ItemException? Error, TimeSpan Time);

    /// <summary>Decodes some items one after the other.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static Decoded[] Decode(EmbedItem[] items, int start, int count, ModalityEncoder encoder, CancellationToken cancellationToken)
    {
        var decoded = new Decoded[count];
        for (var i = 0; i < count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var begun = Stopwatch.GetTimestamp();
            try
            {
                decoded[i] = new Decoded(Prepare(items[start + i], encoder, cancellationToken), null, Stopwatch.GetElapsedTime(begun));
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                decoded[i] = new Decoded(null, Reason(e), Stopwatch.GetElapsedTime(begun));
            }
        }
        return decoded;
    }

    /// <summary>The tokens that an encoder reads of a text: those that its mask keeps, or without one, those up to the padding at the end. 0 where the profile makes no tokens.</summary>
    public static int Tokens(PreparedItem item)
    {
        PreparedTensor? ids = null;
        foreach (var tensor in item.Tensors)
        {
            if (tensor.Name == "attention_mask")
                return tensor.Longs is { } kept ? kept.Count(static k => k != 0) : tensor.Floats!.Count(static k => k != 0);
            if (tensor.Longs is not null)
                ids ??= tensor;
        }
        if (ids is null)
            return 0;
        var length = ids.Longs!.Length / item.Rows;
        var tokens = 0;
        for (var row = 0; row < item.Rows; row++)
            tokens += ids.Longs.AsSpan(row * length, length).LastIndexOfAnyExcept(0L) + 1;
        return tokens;
    }

    private static PreparedItem Prepare(EmbedItem item, ModalityEncoder encoder, CancellationToken cancellationToken)
    {
        using var content = MediaContent.FromBytes(item.Name, item.Content);
        var kind = MediaSniffer.Detect(content, encoder.Modality);
        return encoder.Profile.Prepare(content, kind.Format, cancellationToken);
    }

    /// <summary>A decoder's bug costs one item and not the call; the type says where to look.</summary>
    private static ItemException Reason(Exception e) => e switch
    {
        ItemException known => known,
        OutOfMemoryException => new ItemException(ItemStage.Decode, ItemErrorCodes.TooLarge, "Decoding it needed more memory than the silo has."),
        _ => new ItemException(ItemStage.Decode, ItemErrorCodes.Corrupt, $"Decoding failed unexpectedly ({e.GetType().Name}): {e.Message}", e),
    };
}
