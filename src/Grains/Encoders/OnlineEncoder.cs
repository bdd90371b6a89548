using UniBind.Grid.Encoding;
using UniBind.Grid.Media;

namespace UniBind.Grid.Grains;

/// <summary>Embeds single items as they come: decodes on the silo's decode threads, and lets the device merge those of concurrent calls.</summary>
/// <remarks>Thread-safe; a singleton of the silo.</remarks>
public sealed class OnlineEncoder(PackCatalog packs, DecodePool decoders, OnlineGate gate)
{
    /// <summary>Embeds one item.</summary>
    /// <exception cref="GridException">The pack is not on this silo, the content is too large or cannot be decoded, or the encoder refuses it.</exception>
    internal async Task<OnlineEmbedding> EncodeAsync(string pack, Modality modality, string name, byte[] content, CancellationToken cancellationToken)
    {
        if (content.Length > EncodeRequest.MaxBytes)
            throw new GridException($"'{name}' has {content.Length:N0} bytes and a call carries at most {EncodeRequest.MaxBytes:N0}; embed it as a batch job.");
        using var place = gate.Enter(content.Length);
        var encoder = await packs.GetEncoderAsync(pack, modality, cancellationToken);
        try
        {
            var prepared = await decoders.RunAsync(limit => Prepare(name, content, modality, encoder, limit), cancellationToken);
            var result = await encoder.EncodeAsync(prepared, cancellationToken);
            return result.Error is { } error ? throw error : new OnlineEmbedding(result.Vector!, encoder, prepared.Truncated);
        }
        catch (ItemException e)
        {
            throw new GridException($"'{name}' cannot be embedded ({e.Code}): {e.Message}");
        }
        catch (EncoderUnavailableException e)
        {
            throw new SiloUnavailableException($"'{name}' cannot be embedded here: {e.Message}");
        }
    }

    /// <summary>The same with the very pack that a space version names.</summary>
    /// <exception cref="GridException">The silo has another pack of that name, or as above.</exception>
    internal async Task<OnlineEmbedding> EncodeAsync(string pack, string packSha256, Modality modality, string name, byte[] content, CancellationToken cancellationToken)
    {
        var host = await packs.GetAsync(pack);
        if (host.Pack.Sha256 != packSha256)
            throw new GridException($"The space was made with the pack '{pack}' of hash {packSha256[..12]}, and this silo has {host.Pack.Sha256[..12]}; give it the same pack.");
        return await EncodeAsync(pack, modality, name, content, cancellationToken);
    }

    private static PreparedItem Prepare(string name, byte[] bytes, Modality modality, ModalityEncoder encoder, CancellationToken cancellationToken)
    {
        using var content = MediaContent.FromBytes(name, bytes);
        var kind = MediaSniffer.Detect(content, modality);
        return encoder.Profile.Prepare(content, kind.Format, cancellationToken);
    }
}
