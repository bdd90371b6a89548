using System.Runtime.InteropServices;
using Orleans.Concurrency;
using UniBind.Grid.Alignment;

namespace UniBind.Grid.Grains;

/// <inheritdoc cref="IEncoderGrain"/>
[PinnedToSilo, RequireSiloLabel(SiloLabels.RolePrefix + Role.Encoder, SiloLabels.Yes), Reentrant]
public sealed class EncoderGrain(ILocalSiloDetails silo, PackCatalog packs, SpaceCatalog spaces, OnlineEncoder online) : Grain, IEncoderGrain
{
    private Modality Modality => Modalities.TryParse(PinnedKey.Parse(this.GetPrimaryKeyString()).Name, out var modality)
        ? modality
        : throw new GridException($"'{this.GetPrimaryKeyString()}' names no modality.");

    /// <inheritdoc/>
    public async Task<EncodeReply> EncodeAsync(EncodeRequest request, CancellationToken cancellationToken = default)
    {
        var embedded = await online.EncodeAsync(request.Pack, Modality, request.Name, request.Content, cancellationToken);
        return new EncodeReply
        {
            Vector = MemoryMarshal.AsBytes(embedded.Raw.AsSpan()).ToArray(),
            Encoder = embedded.Encoder.Sha256,
            Truncated = embedded.Truncated,
        };
    }

    /// <inheritdoc/>
    public Task<EmbedReply> EmbedAsync(EmbedRequest request, CancellationToken cancellationToken = default) =>
        throw new GridException($"'{request.Pack}' is not served yet.");

    /// <inheritdoc/>
    public async Task<ClassifyReply> ClassifyAsync(ClassifyRequest request, CancellationToken cancellationToken = default)
    {
        if (request.Top is < 1 or > ClassifyRequest.MaxTop)
            throw new GridException($"{request.Top} classes were asked for; ask for 1 to {ClassifyRequest.MaxTop}.");
        var modality = Modality;
        var space = await Task.Run(() => spaces.Get(request.Manifest), cancellationToken);
        var manifest = space.Manifest;
        if (space.Centers is null)
            throw new GridException($"The space '{manifest.Id}' has no class centers, so it tells no classes; build them with 'unibind centers build' and publish a new version.");
        if (!SpaceProjection.Supports(space, modality))
            throw new GridException($"'{request.Name}' cannot be classified: the space '{manifest.Id}' has no head for {modality.Name()}; train one with 'unibind align' and publish a new version.");
        var embedded = await online.EncodeAsync(manifest.Pack, manifest.PackSha256, modality, request.Name, request.Content, cancellationToken);
        // Scoring goes over every row of every center: not in the grain's turn.
        return await Task.Run(() => Classify(space, embedded, request), cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<EncoderInfo[]> DescribeAsync()
    {
        var modality = Modality;
        return [.. (await packs.GetAllAsync()).SelectMany(EncoderInfos.Of).Where(e => e.Modality == modality)];
    }

    /// <inheritdoc/>
    public Task<string> GetSiloAsync() => Task.FromResult(silo.SiloAddress.ToParsableString());

    private ClassifyReply Classify(Space space, OnlineEmbedding embedded, ClassifyRequest request)
    {
        var encoder = embedded.Encoder;
        var projection = spaces.GetProjection(space.Sha256, encoder.Modality, encoder.Sha256, encoder.Dimension);
        try
        {
            var found = projection.Classify(new EmbeddingMatrix(embedded.Raw, 1, embedded.Raw.Length), request.Top)[0];
            return new ClassifyReply
            {
                Space = space.Manifest.Id,
                Modality = encoder.Modality,
                Classes = [.. found.Classes.Select(c => new ClassCandidate(c.Name, c.Score, c.Confidence, c.Text))],
                Margin = found.Margin,
                Unknown = found.IsUnknown,
                Truncated = embedded.Truncated,
                Head = projection.HeadSha256,
            };
        }
        catch (AlignmentException e)
        {
            throw new GridException($"'{request.Name}' cannot be classified: {e.Message}");
        }
    }
}
