using Orleans.Concurrency;
using UniBind.Grid.Corpora;

namespace UniBind.Grid.Grains;

/// <inheritdoc cref="ISearchWorkerGrain"/>
[PinnedToSilo, RequireSiloLabel(SiloLabels.RolePrefix + Role.Encoder, SiloLabels.Yes), Reentrant]
public sealed class SearchWorkerGrain(SearchScanner scanner) : Grain, ISearchWorkerGrain
{
    /// <inheritdoc/>
    public async Task<SearchFound> ScanAsync(SearchShare share, CancellationToken cancellationToken = default)
    {
        try
        {
            return await Task.Run(() => scanner.ScanAsync(share, cancellationToken), cancellationToken);
        }
        catch (CorpusException e)
        {
            throw e.ToGrid();
        }
        catch (IOException e)
        {
            throw new GridException($"A part cannot be read: {e.Message}");
        }
    }
}
