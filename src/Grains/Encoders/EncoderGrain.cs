using System.Runtime.InteropServices;
using Orleans.Concurrency;
using UniBind.Grid.Encoding;
using UniBind.Grid.Media;

namespace UniBind.Grid.Grains;

/// <inheritdoc cref="IEncoderGrain"/>
[PinnedToSilo, RequireSiloLabel(SiloLabels.RolePrefix + Role.Encoder, SiloLabels.Yes), Reentrant]
public sealed class EncoderGrain(ILocalSiloDetails silo, PackCatalog packs, DecodePool decoders) : Grain, IEncoderGrain
{
    private Modality Modality => Modalities.TryParse(PinnedKey.Parse(this.GetPrimaryKeyString()).Name, out var modality)
        ? modality
        : throw new GridException($"'{this.GetPrimaryKeyString()}' names no modality.");

    /// <inheritdoc/>
    public async Task<EncodeReply> EncodeAsync(EncodeRequest request, CancellationToken cancellationToken = default)
    {
        if (request.Content.Length > EncodeRequest.MaxBytes)
            throw new GridException($"'{request.Name}' has {request.Content.Length:N0} bytes and a call carries at most {EncodeRequest.MaxBytes:N0}; embed it as a batch job.");
        var modality = Modality;
        var encoder = await packs.GetEncoderAsync(request.Pack, modality, cancellationToken);
        try
        {
            var prepared = await decoders.RunAsync(() => Prepare(request, modality, encoder, cancellationToken), cancellationToken);
            var result = await encoder.EncodeAsync(prepared, cancellationToken);
            if (result.Error is { } error)
                throw error;
            return new EncodeReply
            {
                Vector = MemoryMarshal.AsBytes(result.Vector.AsSpan()).ToArray(),
                Encoder = encoder.Sha256,
                Truncated = prepared.Truncated,
            };
        }
        catch (ItemException e)
        {
            throw new GridException($"'{request.Name}' cannot be embedded ({e.Code}): {e.Message}");
        }
    }

    /// <inheritdoc/>
    public async Task<EncoderInfo[]> DescribeAsync()
    {
        var modality = Modality;
        return [.. (await packs.GetAllAsync()).SelectMany(EncoderInfos.Of).Where(e => e.Modality == modality)];
    }

    /// <inheritdoc/>
    public Task<string> GetSiloAsync() => Task.FromResult(silo.SiloAddress.ToParsableString());

    private static PreparedItem Prepare(EncodeRequest request, Modality modality, ModalityEncoder encoder, CancellationToken cancellationToken)
    {
        using var content = MediaContent.FromBytes(request.Name, request.Content);
        var kind = MediaSniffer.Detect(content, modality);
        return encoder.Profile.Prepare(content, kind.Format, cancellationToken);
    }
}
