namespace UniBind.Grid.Corpora;

/// <summary>Where a shard is: the file of its page's shards, and its id behind a <c>#</c>.</summary>
internal static class ShardAddress
{
    public const string FileName = "shards.jsonl";
    public const string IndexName = "shards.index";

    public static string Of(string pageFolder, string shard) => $"{Path.Combine(pageFolder, FileName)}#{shard}";

    /// <exception cref="ArgumentException">It is no address of a shard.</exception>
    public static (string File, int Number) Parse(string address)
    {
        ArgumentNullException.ThrowIfNull(address);
        var hash = address.LastIndexOf('#');
        return hash > 0
            ? (address[..hash], ShardId.Parse(address[(hash + 1)..]).Number)
            : throw new ArgumentException($"'{address}' is no address of a shard.", nameof(address));
    }

    /// <summary>The index beside a file of shards.</summary>
    public static string Index(string file) => Path.Combine(Path.GetDirectoryName(file)!, IndexName);
}
