using UniBind.Grid.Encoding;
using UniBind.Grid.Media;

namespace UniBind.Grid.Grains;

/// <summary>Embeds texts with the text encoder of one of the silo's packs.</summary>
/// <remarks>Thread-safe; a singleton of the silo. The batches are a function of the texts alone, so that a repetition gives the same vectors.</remarks>
public sealed class TextEmbedder(PackCatalog packs, DecodePool decoders)
{
    private const int Chunk = 512;

    /// <summary>The embeddings of some texts, L2-normalised, in their order.</summary>
    /// <param name="pack">The pack.</param>
    /// <param name="packSha256">Its content address.</param>
    /// <param name="texts">The texts.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="GridException">The silo lacks the pack or has another of its name, or a text cannot be embedded.</exception>
    public async Task<IReadOnlyList<float[]>> EmbedAsync(string pack, string packSha256, IReadOnlyList<string> texts, CancellationToken cancellationToken)
    {
        var host = await packs.GetAsync(pack);
        if (host.Pack.Sha256 != packSha256)
            throw new GridException($"The silo's pack '{pack}' is another one ({host.Pack.Sha256[..12]}) than that of the targets ({packSha256[..12]}); give every silo the same pack.");
        var encoder = await packs.GetEncoderAsync(pack, Modality.Text, cancellationToken);
        var vectors = new List<float[]>(texts.Count);
        foreach (var chunk in texts.Chunk(Chunk))
        {
            var prepared = await Task.WhenAll(chunk.Select(text => decoders.RunAsync(() => Prepare(encoder, text, cancellationToken), cancellationToken)));
            var results = await encoder.EncodeBatchAsync(prepared, cancellationToken);
            for (var i = 0; i < results.Length; i++)
                vectors.Add(results[i].Vector ?? throw Refused(chunk[i], results[i].Error!));
        }
        return vectors;
    }

    private static PreparedItem Prepare(ModalityEncoder encoder, string text, CancellationToken cancellationToken)
    {
        using var content = MediaContent.FromBytes("text.txt", System.Text.Encoding.UTF8.GetBytes(text));
        try
        {
            return encoder.Profile.Prepare(content, MediaFormat.Text, cancellationToken);
        }
        catch (ItemException e)
        {
            throw Refused(text, e);
        }
    }

    private static GridException Refused(string text, ItemException error) =>
        new($"The text '{(text.Length > 80 ? text[..80] + "..." : text)}' cannot be embedded ({error.Code}): {error.Message}");
}
