namespace UniBind.Grid.Silo;

/// <summary>Counts what another fetcher does.</summary>
/// <remarks>Thread-safe, as the other one is.</remarks>
internal sealed class ObservedUrlFetcher(IUrlFetcher inner) : IUrlFetcher, IDisposable
{
    /// <inheritdoc/>
    public async Task<FetchedMedia> FetchAsync(Uri url, CancellationToken cancellationToken)
    {
        try
        {
            var media = await inner.FetchAsync(url, cancellationToken);
            FetchMetrics.Ended("ok");
            return media;
        }
        catch (Exception e)
        {
            FetchMetrics.Ended(e switch { GridException => "refused", OperationCanceledException => "cancelled", _ => "failed" });
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => (inner as IDisposable)?.Dispose();
}
