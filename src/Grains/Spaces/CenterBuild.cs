using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;

namespace UniBind.Grid.Grains;

/// <summary>One building of centers: cuts the classes into chunks, has the encoder silos build them, and records each chunk when its file is stored.</summary>
/// <remarks>Used from one grain's turns only.</remarks>
internal sealed class CenterBuild(string space, IGrainFactory grains, EncoderSilos silos, CoordinatorOptions options, ILogger logger)
{
    // A chunk is one file and some seconds of a processor; of small classes there are enough in it that files stay few.
    private const int ChunkDescriptions = 4_096;
    private const int ChunkClasses = 256;

    /// <summary>Builds, and tells how far it is after each chunk.</summary>
    /// <exception cref="GridException">A class has no description that may be used, or no silo can build.</exception>
    public async IAsyncEnumerable<CenterBuildProgress> RunAsync(
        string[] classes, CenterBuildRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var selection = CenterRequests.SelectionOf(request).ToString();
        var pack = await PackFacts.RequireAsync(silos, request.Pack);
        var all = await classes.SelectAsync(async name => (Knowledge: await Class(name).GetKnowledgeAsync(), Center: await Class(name).GetCenterAsync()), cancellationToken);
        RequireDescriptions([.. all.Select(c => c.Knowledge)], request.IncludeProposed);
        var work = all.Where(c => request.Force || !Stands(c.Center, c.Knowledge, selection, pack, request)).Select(c => c.Knowledge).ToArray();
        var progress = new CenterBuildProgress(classes.Length, 0, classes.Length - work.Length, 0);
        yield return progress;

        var chunks = Chunks(work, request.IncludeProposed)
            .Select(c => new CenterChunk { Space = space, Request = request with { Classes = [] }, PackSha256 = pack.Sha256, Classes = c }).ToArray();
        var built = new SiloFanOut(silos, pack.Name, pack.Sha256, "Building centers", options, logger).RunAsync(chunks, (silo, chunk, ct) => Worker(silo).BuildAsync(chunk, ct), cancellationToken);
        await foreach (var centers in built)
        {
            await RecordAsync(centers, cancellationToken);
            progress = progress with { Built = progress.Built + centers.Length, Rows = progress.Rows + centers.Sum(c => (long)c.Rows) };
            yield return progress;
        }
    }

    /// <summary>Has an encoder silo read a file of centers that were made elsewhere; they are not recorded yet.</summary>
    /// <exception cref="GridException">No silo has the pack, or the file cannot be read or holds no centers.</exception>
    public async Task<CenterVersion[]> ReadAsync(CenterImport import, CancellationToken cancellationToken)
    {
        var pack = await PackFacts.RequireAsync(silos, import.Pack);
        var read = new SiloFanOut(silos, pack.Name, pack.Sha256, "Importing centers", options, logger)
            .RunAsync([import], (silo, file, ct) => Worker(silo).ImportAsync(file, pack.Sha256, ct), cancellationToken);
        await foreach (var centers in read)
            return centers;
        throw new GridException($"The centers of '{import.Path}' were not imported; try again.");
    }

    /// <summary>Records centers with the grains of their classes.</summary>
    public Task RecordAsync(CenterVersion[] centers, CancellationToken cancellationToken) =>
        centers.SelectAsync(c => Class(c.Class).RecordAsync(c), cancellationToken);

    private static bool Stands(CenterVersion? center, KnowledgeRef knowledge, string selection, PackFacts pack, CenterBuildRequest request) =>
        request.Calibration is null
        && center is not null
        && center.Knowledge == (request.IncludeProposed ? knowledge.DraftSha256 : knowledge.Sha256)
        && center.Selection == selection
        && center.PackSha256 == pack.Sha256
        && center.TextEncoder == pack.Text.Sha256;

    private void RequireDescriptions(KnowledgeRef[] classes, bool includeProposed)
    {
        var empty = classes.Where(c => Usable(c, includeProposed) == 0).ToArray();
        if (empty.Length > 0)
            throw new GridException($"{ClassNames.List(empty.Select(c => c.Class))} of '{space}' {(empty.Length == 1 ? "has" : "have")} no approved description"
                + $"{(empty.Sum(c => c.Proposed) is > 0 and var proposed ? $" ({proposed:N0} wait for 'unibind knowledge review {space}')" : "")}; approve or import some, and build again.");
    }

    private static IEnumerable<KnowledgeRef[]> Chunks(KnowledgeRef[] classes, bool includeProposed)
    {
        var (chunk, descriptions) = (new List<KnowledgeRef>(), 0);
        foreach (var each in classes)
        {
            var own = Usable(each, includeProposed);
            if (chunk.Count > 0 && (chunk.Count == ChunkClasses || descriptions + own > ChunkDescriptions))
            {
                yield return [.. chunk];
                chunk.Clear();
                descriptions = 0;
            }
            chunk.Add(each);
            descriptions += own;
        }
        if (chunk.Count > 0)
            yield return [.. chunk];
    }

    private static int Usable(KnowledgeRef knowledge, bool includeProposed) => knowledge.Approved + (includeProposed ? knowledge.Proposed : 0);

    private IClassCenterGrain Class(string name) => grains.GetGrain<IClassCenterGrain>(SpaceKey.ForClass(space, name));

    private ICenterWorkerGrain Worker(string silo) => grains.GetGrain<ICenterWorkerGrain>(PinnedKey.For(ICenterWorkerGrain.KeyPrefix, silo));
}
