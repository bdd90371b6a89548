using UniBind.Grid.Client;

namespace UniBind.Grid.Silo;

/// <summary>The model of requests that name none.</summary>
/// <param name="client">The way into the grid.</param>
/// <param name="options">What is configured.</param>
/// <remarks>Thread-safe. What the grid offers is asked for anew after seconds.</remarks>
internal sealed class DefaultModel(IGridClient client, ApiOptions options)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(5);
    private volatile Found? _found;

    /// <summary>The configured one, else the only space that has a version, else the first pack by name.</summary>
    /// <exception cref="GridException">There are several spaces, or nothing is served.</exception>
    public async ValueTask<string> GetAsync()
    {
        if (options.DefaultModel is { Length: > 0 } configured)
            return configured;
        if (_found is { } found && TimeProvider.System.GetElapsedTime(found.At) < Fresh)
            return found.Model;
        var model = await FindAsync();
        _found = new Found(model, TimeProvider.System.GetTimestamp());
        return model;
    }

    private async Task<string> FindAsync()
    {
        var published = new List<string>();
        foreach (var name in await client.Spaces.ListAsync())
        {
            if (await HasVersionAsync(name))
                published.Add(name);
            if (published.Count > 1)
                throw new GridException("The request names no model and the grid has several spaces; name one, or configure a default.");
        }
        if (published.Count == 1)
            return published[0] + "@" + SpaceInfo.Latest;
        var packs = (await client.DescribeWorkersAsync()).SelectMany(w => w.Encoders).Select(e => e.Pack).Order(StringComparer.Ordinal);
        return packs.FirstOrDefault() is { } pack
            ? pack + "@0"
            : throw new GridException("The request names no model and no encoder silo is there yet; ask again.") { Kind = GridErrorKind.Unavailable };
    }

    // A space that only has knowledge so far is none that anybody can be served by.
    private async Task<bool> HasVersionAsync(string name)
    {
        try
        {
            return (await client.Spaces.GetAsync(name)).Versions.Length > 0;
        }
        catch (GridException)
        {
            return false;
        }
    }

    private sealed record Found(string Model, long At);
}
