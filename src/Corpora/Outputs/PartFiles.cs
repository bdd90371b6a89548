namespace UniBind.Grid.Corpora;

/// <summary>Finds the parts of an output folder by name.</summary>
internal static class PartFiles
{
    private const string Prefix = "part-";

    /// <summary>The shards that have a part, in the order of the plan.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="extension">The extension of the commit point, with its dot.</param>
    public static IReadOnlyList<string> Shards(string folder, string extension)
    {
        var shards = new List<(int Page, int Number, string Id)>();
        if (Directory.Exists(folder))
        {
            foreach (var path in Directory.EnumerateFiles(folder, $"{Prefix}*{extension}"))
            {
                var id = Path.GetFileName(path)[Prefix.Length..^extension.Length];
                if (TryParse(id) is { } place)
                    shards.Add((place.Page, place.Number, id));
            }
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
