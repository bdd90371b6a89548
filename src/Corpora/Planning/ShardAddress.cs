namespace UniBind.Grid.Corpora;

/// <summary>Where a shard is: the folder of its page, and its id behind a <c>#</c>.</summary>
internal static class ShardAddress
{
    public static string Of(string pageFolder, string shard) => $"{pageFolder}#{shard}";

    /// <exception cref="ArgumentException">It is no address of a shard.</exception>
    public static (string Folder, int Number) Parse(string address)
    {
        ArgumentNullException.ThrowIfNull(address);
        var hash = address.LastIndexOf('#');
        return hash > 0
            ? (address[..hash], ShardId.Parse(address[(hash + 1)..]).Number)
            : throw new ArgumentException($"'{address}' is no address of a shard.", nameof(address));
    }
}
