namespace UniBind.Grid.Corpora;

/// <summary>Finds the parts of an output folder by name.</summary>
internal static class PartFiles
{
    private const string Prefix = "part-";

    /// <summary>The shards that have a part, in the order of the plan.</summary>
    /// <param name="store">The job's folder.</param>
    /// <param name="extension">The extension of the commit point, with its dot.</param>
    /// <param name="ct">Ends the listing.</param>
    /// <param name="folder">A folder in the job's that holds the parts, or empty for the job's own.</param>
    public static async Task<IReadOnlyList<string>> ShardsAsync(IObjectStore store, string extension, CancellationToken ct, string folder = "")
    {
        var prefix = folder.Length == 0 ? Prefix : $"{folder}/{Prefix}";
        var shards = new List<(int Page, int Number, string Id)>();
        await foreach (var found in store.ListAsync(prefix, ct).ConfigureAwait(false))
        {
            if (!found.Key.EndsWith(extension, StringComparison.Ordinal))
                continue;
            var id = found.Key[prefix.Length..^extension.Length];
            if (TryParse(id) is { } place)
                shards.Add((place.Page, place.Number, id));
        }
        shards.Sort();
        return shards.ConvertAll(s => s.Id);
    }

    private static (int Page, int Number)? TryParse(string id)
    {
        try
        {
            return ShardId.Parse(id);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
