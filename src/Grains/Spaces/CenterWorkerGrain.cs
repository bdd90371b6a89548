using Orleans.Concurrency;
using UniBind.Grid.Alignment;
using UniBind.Grid.Encoding;

namespace UniBind.Grid.Grains;

/// <inheritdoc cref="ICenterWorkerGrain"/>
/// <remarks>Holds no state of its own.</remarks>
[PinnedToSilo, RequireSiloLabel(SiloLabels.RolePrefix + Role.Encoder, SiloLabels.Yes), Reentrant]
public sealed class CenterWorkerGrain(PackCatalog packs, PooledTextEmbedder embedder, CalibrationItems calibration, SpaceFolder folder) : Grain, ICenterWorkerGrain
{
    /// <inheritdoc/>
    public async Task<CenterVersion[]> BuildAsync(CenterChunk chunk, CancellationToken cancellationToken = default)
    {
        var request = chunk.Request;
        var selection = CenterRequests.SelectionOf(request);
        var pack = await RequirePackAsync(request.Pack, chunk.PackSha256);
        var encoder = await packs.GetEncoderAsync(request.Pack, Modality.Text, cancellationToken);
        return await SpaceFaults.RunAsync(async () =>
        {
            var used = chunk.Classes.Select(c => Read(c, request.IncludeProposed)).ToArray();
            var labelled = await calibration.FindAsync(chunk, pack.Aligned, encoder.Dimension, cancellationToken);
            var rows = await embedder.EmbedAsync(encoder, [.. used.SelectMany(u => u).Select(d => d.Text)], cancellationToken);
            var builder = new CenterBuilder(selection, labelled);
            Add(builder, chunk.Classes, used, rows, cancellationToken);
            return await StoreAsync(chunk, selection, encoder, builder, used, cancellationToken);
        }, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<CenterVersion[]> ImportAsync(CenterImport import, string packSha256, CancellationToken cancellationToken = default)
    {
        var pack = await RequirePackAsync(import.Pack, packSha256);
        return await SpaceFaults.RunAsync(async () =>
        {
            var centers = PickleCenters.Read(import.Path, import.Modality);
            var file = await SpaceStore.PutCentersAsync(folder.Blobs, centers, cancellationToken);
            var created = DateTimeOffset.UtcNow;
            return centers.Classes.Select((name, i) => new CenterVersion
            {
                Class = name,
                File = file,
                Rows = centers.RowsOf(i).Count,
                Dimension = centers.Dimension,
                Selection = CenterImport.Selection,
                Pack = import.Pack,
                PackSha256 = packSha256,
                TextEncoder = pack.Encoders[Modality.Text].Sha256,
                Created = created,
            }).ToArray();
        }, cancellationToken);
    }

    private async Task<EncoderPack> RequirePackAsync(string name, string sha256)
    {
        var pack = (await packs.GetAsync(name)).Pack;
        return pack.Sha256 == sha256
            ? pack
            : throw new GridException($"This silo has another pack of the name '{name}' ({pack.Sha256[..12]}, not {sha256[..12]}); give it the same pack.");
    }

    /// <summary>The descriptions that may be used, each text once: a caption of two items can have the same words, a class's text can not.</summary>
    private static Description[] Read(KnowledgeRef reference, bool includeProposed)
    {
        var usable = KnowledgeHash.Usable(ClassKnowledge.Read(reference.Path, reference.Length).All, includeProposed);
        return usable.Length > 0 ? usable : throw new GridException($"The class '{reference.Class}' has no description that may be used; approve some, and build again.");
    }

    private static void Add(CenterBuilder builder, KnowledgeRef[] classes, Description[][] used, EmbeddingMatrix rows, CancellationToken cancellationToken)
    {
        var first = 0;
        for (var c = 0; c < classes.Length; c++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            builder.Add(new CenterCandidates(
                classes[c].Class,
                rows.Slice(first, used[c].Length),
                [.. used[c].Select(d => d.Text)],
                [.. used[c].Select(d => CenterBuilder.MaskOf(d.Modalities))]));
            first += used[c].Length;
        }
    }

    private async Task<CenterVersion[]> StoreAsync(
        CenterChunk chunk, CenterSelection selection, ModalityEncoder encoder, CenterBuilder builder, Description[][] used, CancellationToken cancellationToken)
    {
        var centers = builder.Build();
        var file = await SpaceStore.PutCentersAsync(folder.Blobs, centers, cancellationToken);
        var calibrated = builder.HeldIds.Count > 0 ? await CalibratedIds.PutAsync(folder.Blobs, builder.HeldIds, cancellationToken) : null;
        return [.. chunk.Classes.Select((c, i) => new CenterVersion
        {
            Class = c.Class,
            File = file,
            Rows = centers.RowsOf(i).Count,
            Dimension = centers.Dimension,
            Knowledge = KnowledgeHash.Of(used[i]),
            Selection = selection.ToString(),
            Pack = chunk.Request.Pack,
            PackSha256 = chunk.PackSha256,
            TextEncoder = encoder.Sha256,
            Calibrated = calibrated,
            Created = DateTimeOffset.UtcNow,
            Llms = Distinct(used[i], d => d.Llm),
            Prompts = Distinct(used[i], d => d.Prompt),
        })];
    }

    private static string[] Distinct(IEnumerable<Description> used, Func<Description, string> what) =>
        [.. used.Select(what).Where(w => w.Length > 0).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
}
