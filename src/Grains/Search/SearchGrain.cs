using Microsoft.Extensions.Logging;
using Orleans.Concurrency;

namespace UniBind.Grid.Grains;

/// <inheritdoc cref="ISearchGrain"/>
[RequireSiloLabel(SiloLabels.RolePrefix + Role.Coordinator, SiloLabels.Yes), Reentrant]
public sealed partial class SearchGrain(SpaceResolver spaces, EncoderSilos silos, IGrainFactory grains, ILogger<SearchGrain> logger) : Grain, ISearchGrain
{
    /// <inheritdoc/>
    public async Task<SpaceHandle> OpenSpaceAsync(string reference)
    {
        var space = await spaces.ResolveAsync(reference);
        var found = await PackFinder.FindAsync(silos, space);
        return new SpaceHandle { Id = space.Id, Manifest = space.Manifest, Pack = space.Pack, PackSha256 = found.Sha256, Silos = found.Silos };
    }

    /// <inheritdoc/>
    public async Task<SearchReply> SearchAsync(SearchRequest request, CancellationToken cancellationToken = default)
    {
        if (request.Top is < 1 or > SearchRequest.MaxTop)
            throw new GridException($"{request.Top} hits were asked for; ask for 1 to {SearchRequest.MaxTop}.");
        var folders = await Task.Run(() => SearchFolder.OpenAsync(request.Folders), cancellationToken);
        var space = await spaces.ResolveAsync(folders[0].Space);
        if (folders.FirstOrDefault(f => f.SpaceSha256.Length > 0 && f.SpaceSha256 != space.Manifest) is { } foreign)
            throw new GridException($"The rows of '{foreign.Path}' are of another publication of '{space.Id}' than this grid's (manifest {foreign.SpaceSha256[..12]}, here {Shortened(space.Manifest)}); search them with the data directory that they were made with (--data), or realign them.");
        var pack = await PackFinder.FindAsync(silos, space);
        var handle = new SpaceHandle { Id = space.Id, Manifest = space.Manifest, Pack = space.Pack, PackSha256 = pack.Sha256, Silos = pack.Silos };
        var notes = folders.Where(f => !f.IsFinished)
            .Select(f => $"The job of '{f.Path}' has not finished; only the {f.Parts.Count:N0} parts that it has committed were searched.").ToList();
        var modalities = SearchedModalities(request, handle, pack.IsAligned, notes);
        var found = await Task.WhenAll(Shares(request, handle, modalities, folders).Select((share, i) => ScanAsync(share, handle.Silos, i, cancellationToken)));
        return new SearchReply
        {
            Space = handle.Id,
            Hits = SearchHits.Merge(found.Select(f => f.Hits), request.Top),
            Rows = found.Sum(f => f.Rows),
            Notes = [.. notes],
        };
    }

    /// <summary>Raw embeddings of different modalities of a pack that is not aligned have nothing to do with each other.</summary>
    private static Modality[] SearchedModalities(SearchRequest request, SpaceHandle handle, bool isAligned, List<string> notes)
    {
        var wanted = request.Modalities.Length > 0 ? request.Modalities : [.. Modalities.All];
        if (handle.Manifest.Length > 0 || isAligned)
            return wanted;
        var own = request.Query.Modality;
        if (!wanted.Contains(own))
            throw new GridException($"'{handle.Id}' is a pack without heads, where a query for {own.Name()} is comparable with rows of {own.Name()} alone; search an output in a published space for other modalities.");
        notes.Add($"'{handle.Id}' is a pack without heads, so only rows of the query's own modality ({own.Name()}) are comparable, and only they were searched.");
        return [own];
    }

    /// <summary>The parts of all folders, dealt out to the silos in turn.</summary>
    private static IEnumerable<SearchShare> Shares(SearchRequest request, SpaceHandle handle, Modality[] modalities, IReadOnlyList<SearchFolder> folders)
    {
        // In the order of the folders' names, so that equal scores come in the same order from every silo.
        var parts = folders.OrderBy(f => f.Path, StringComparer.Ordinal).SelectMany(f => f.Parts).ToArray();
        for (var i = 0; i < Math.Min(handle.Silos.Length, Math.Max(1, parts.Length)); i++)
        {
            yield return new SearchShare
            {
                Space = handle,
                Query = request.Query,
                Modalities = modalities,
                Parts = [.. parts.Where((_, p) => p % handle.Silos.Length == i)],
                Top = request.Top,
            };
        }
    }

    private static string Shortened(string sha256) => sha256.Length > 12 ? sha256[..12] : "none";

    /// <summary>A share whose silo is lost is another silo's; scanning again changes nothing.</summary>
    private async Task<SearchFound> ScanAsync(SearchShare share, string[] candidates, int first, CancellationToken cancellationToken)
    {
        for (var i = 0; ; i++)
        {
            var silo = candidates[(first + i) % candidates.Length];
            try
            {
                return await grains.GetGrain<ISearchWorkerGrain>(PinnedKey.For(ISearchWorkerGrain.KeyPrefix, silo)).ScanAsync(share, cancellationToken);
            }
            catch (Exception e) when (TransientFaults.IsTransient(e) && i + 1 < candidates.Length)
            {
                LogLost(logger, silo, e);
            }
            catch (Exception e) when (TransientFaults.IsTransient(e))
            {
                throw new GridException($"No encoder silo answered the search any more: {e.Message}", e);
            }
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "The share of a search on silo {Silo} is given to another one.")]
    private static partial void LogLost(ILogger logger, string silo, Exception exception);
}
