namespace UniBind.Grid.Silo.Tests;

/// <summary>Knows one address.</summary>
internal sealed class TableFetcher : IUrlFetcher
{
    public Task<FetchedMedia> FetchAsync(Uri url, CancellationToken cancellationToken) => url.AbsolutePath == "/dot.png"
        ? Task.FromResult(new FetchedMedia("dot.png", "image/png", TestMedia.Png))
        : throw new GridException($"'{url.Host}' is not allowed.");
}
