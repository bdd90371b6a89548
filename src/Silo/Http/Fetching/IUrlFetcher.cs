namespace UniBind.Grid.Silo;

/// <summary>Fetches media by URL for callers that are not trusted.</summary>
/// <remarks>Thread-safe.</remarks>
public interface IUrlFetcher
{
    /// <summary>Fetches a URL, if that is switched on and allowed.</summary>
    /// <param name="url">An absolute http or https URL.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="GridException">Fetching is off, the host is not allowed, an address on the way is private, or the answer is an error, too large or too slow.</exception>
    Task<FetchedMedia> FetchAsync(Uri url, CancellationToken cancellationToken);
}
