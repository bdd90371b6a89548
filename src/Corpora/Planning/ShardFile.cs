using System.Text.Json;

namespace UniBind.Grid.Corpora;

/// <summary>Reads the items of a shard: a worker reads what it works on and nothing else.</summary>
public static class ShardFile
{
    /// <summary>The items of a shard, in the order in which they are batched.</summary>
    /// <param name="path">The shard's address, see <see cref="JobFolder.Shard"/>.</param>
    /// <param name="ct">Ends the reading.</param>
    /// <exception cref="CorpusException">There is no such shard, or its file is damaged.</exception>
    public static async Task<IReadOnlyList<PlannedItem>> ReadAsync(string path, CancellationToken ct = default)
    {
        var (file, number) = ShardAddress.Parse(path);
        try
        {
            var (offset, length) = await ShardIndex.FindAsync(ShardAddress.Index(file), number, ct).ConfigureAwait(false);
            var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, 0, FileOptions.Asynchronous);
            await using (stream.ConfigureAwait(false))
            {
                if (offset > stream.Length || length > stream.Length - offset || length > Array.MaxLength)
                    throw new InvalidDataException("the shard lies beyond the end of the file");
                var lines = new byte[length];
                stream.Position = offset;
                await stream.ReadExactlyAsync(lines, ct).ConfigureAwait(false);
                return Parse(lines);
            }
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new CorpusException($"The shard '{path}' does not exist; its page is not planned.", e);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or InvalidDataException or EndOfStreamException)
        {
            throw new CorpusException($"The shard '{path}' is damaged: {e.Message}", e);
        }
    }

    private static List<PlannedItem> Parse(ReadOnlySpan<byte> lines)
    {
        var items = new List<PlannedItem>();
        while (!lines.IsEmpty)
        {
            var end = lines.IndexOf((byte)'\n');
            if (end < 0)
                throw new InvalidDataException("its last row has no end");
            items.Add(RowReader.ReadPlanned(lines[..end]));
            lines = lines[(end + 1)..];
        }
        return items;
    }
}
