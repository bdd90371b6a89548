using Orleans.Concurrency;

namespace UniBind.Grid.Grains;

/// <inheritdoc cref="IEncoderGrain"/>
[PinnedToSilo, RequireSiloLabel(SiloLabels.RolePrefix + Role.Encoder, SiloLabels.Yes), Reentrant]
public sealed class EncoderGrain(ILocalSiloDetails silo, PackCatalog packs, OnlineEmbedder online, EncoderReadiness readiness) : Grain, IEncoderGrain
{
    private Modality? _modality;

    private Modality Modality => _modality ??= Modalities.TryParse(PinnedKey.Parse(this.GetPrimaryKeyString()).Name, out var modality)
        ? modality
        : throw new GridException($"'{this.GetPrimaryKeyString()}' names no modality.");

    /// <inheritdoc/>
    public Task<EmbedReply> EmbedAsync(EmbedRequest request, CancellationToken cancellationToken = default)
    {
        readiness.Require();
        return online.EmbedAsync(Modality, request, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<ClassifyReply> ClassifyAsync(ClassifyRequest request, CancellationToken cancellationToken = default)
    {
        readiness.Require();
        return online.ClassifyAsync(Modality, request, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<EncoderInfo[]> DescribeAsync()
    {
        var modality = Modality;
        return [.. (await packs.GetAllAsync()).SelectMany(EncoderInfos.Of).Where(e => e.Modality == modality)];
    }

    /// <inheritdoc/>
    public Task<string> GetSiloAsync() => Task.FromResult(silo.SiloAddress.ToParsableString());
}
