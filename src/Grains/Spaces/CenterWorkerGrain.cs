using Orleans.Concurrency;
using UniBind.Grid.Alignment;

namespace UniBind.Grid.Grains;

/// <inheritdoc cref="ICenterWorkerGrain"/>
/// <remarks>Holds no state of its own.</remarks>
[PinnedToSilo, RequireSiloLabel(SiloLabels.RolePrefix + Role.Encoder, SiloLabels.Yes), Reentrant]
public sealed class CenterWorkerGrain(PackCatalog packs, TextEmbedder embedder, SpaceFolder folder) : Grain, ICenterWorkerGrain
{
    /// <inheritdoc/>
    public async Task<CenterVersion[]> BuildAsync(CenterChunk chunk, CancellationToken cancellationToken = default)
    {
        var request = chunk.Request;
        var selection = CenterRules.Describe(request);
        var host = await packs.GetAsync(request.Pack);
        if (host.Pack.Sha256 != chunk.PackSha256)
            throw new GridException($"This silo has another pack of the name '{request.Pack}' ({host.Pack.Sha256[..12]}, not {chunk.PackSha256[..12]}); give it the same pack.");
        var encoder = await packs.GetEncoderAsync(request.Pack, Modality.Text, cancellationToken);
        return await SpaceFaults.RunAsync(async () =>
        {
            var used = chunk.Classes.Select(c => Read(c, request.IncludeProposed)).ToArray();
            var rows = await embedder.EmbedAsync(encoder, [.. used.SelectMany(u => u).Select(d => d.Text)], cancellationToken);
            var centers = Select(chunk.Classes, used, rows, request.Rows);
            var file = await SpaceStore.PutCentersAsync(folder.Blobs, centers, cancellationToken);
            return chunk.Classes.Select((c, i) => new CenterVersion
            {
                Class = c.Class,
                File = file,
                Rows = centers.RowsOf(i).Count,
                Dimension = centers.Dimension,
                Knowledge = KnowledgeHash.Of(used[i]),
                Selection = selection,
                Pack = request.Pack,
                PackSha256 = chunk.PackSha256,
                TextEncoder = encoder.Sha256,
                Created = DateTimeOffset.UtcNow,
                Llms = Distinct(used[i], d => d.Llm),
                Prompts = Distinct(used[i], d => d.Prompt),
            }).ToArray();
        }, cancellationToken);
    }

    /// <summary>The descriptions that may be used, each text once: a caption of two items can have the same words, a class's text can not.</summary>
    private static Description[] Read(KnowledgeRef reference, bool includeProposed)
    {
        var usable = KnowledgeHash.Usable(ClassKnowledge.Read(reference.Path, reference.Length).All, includeProposed);
        return usable.Length > 0 ? usable : throw new GridException($"The class '{reference.Class}' has no description that may be used; approve some, and build again.");
    }

    private static CenterSet Select(KnowledgeRef[] classes, Description[][] used, EmbeddingMatrix rows, int most)
    {
        var taken = new List<int>();
        var starts = new int[classes.Length + 1];
        var first = 0;
        for (var c = 0; c < classes.Length; c++)
        {
            var own = new EmbeddingMatrix(rows.Values.Slice(first * rows.Columns, used[c].Length * rows.Columns), used[c].Length, rows.Columns);
            var offset = first;
            taken.AddRange(CenterRules.Select(own, most).Select(r => r + offset));
            starts[c + 1] = taken.Count;
            first += used[c].Length;
        }
        var all = used.SelectMany(u => u).ToArray();
        return new CenterSet([.. classes.Select(c => c.Class)], starts, rows.Take(taken), [.. taken.Select(r => CenterRows.MaskOf(all[r].Modalities))], r => all[taken[r]].Text);
    }

    private static string[] Distinct(IEnumerable<Description> used, Func<Description, string> what) =>
        [.. used.Select(what).Where(w => w.Length > 0).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
}
