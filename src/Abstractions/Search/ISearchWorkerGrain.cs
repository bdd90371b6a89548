using Orleans.Concurrency;

namespace UniBind.Grid;

/// <summary>The hand of searches on one encoder silo; the key is <see cref="PinnedKey.For(string, string)"/> of <see cref="KeyPrefix"/> and the silo.</summary>
[Alias("unibind.ISearchWorkerGrain")]
public interface ISearchWorkerGrain : IGrainWithStringKey
{
    /// <summary>The first part of the key.</summary>
    const string KeyPrefix = "search";

    /// <summary>Encodes the query and scans part files for the rows nearest to it, in memory bounded by a few parts.</summary>
    /// <exception cref="GridException">The query cannot be embedded, a part is damaged, or its rows are of another space version or encoder.</exception>
    [Alias("Scan"), AlwaysInterleave, ResponseTimeout("00:30:00")]
    Task<SearchFound> ScanAsync(SearchShare share, CancellationToken cancellationToken = default);
}
