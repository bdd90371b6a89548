using System.Text.Json;

namespace UniBind.Grid.Corpora;

/// <summary>Reads the items of a shard: a worker reads what it works on and nothing else, by three small ranges.</summary>
public static class ShardFile
{
    private const long MaxBytes = 1L << 30;

    /// <summary>The items of a shard, in the order in which they are batched.</summary>
    /// <param name="path">The shard's address, see <see cref="JobFolder.Shard"/>.</param>
    /// <param name="ct">Ends the reading.</param>
    /// <exception cref="CorpusException">There is no such shard, or its file is damaged.</exception>
    public static async Task<IReadOnlyList<PlannedItem>> ReadAsync(string path, CancellationToken ct = default)
    {
        var (folder, number) = ShardAddress.Parse(path);
        var store = ObjectStores.Open(folder);
        try
        {
            var files = await PlanHead.ReadAsync(store, ct).ConfigureAwait(false);
            var (offset, length) = await ShardIndex.FindAsync(store, files + PagePlan.IndexExtension, number, ct).ConfigureAwait(false);
            var rows = files + PagePlan.RowsExtension;
            if (offset < 0 || length is < 0 or > MaxBytes)
                throw new InvalidDataException("its index is damaged");
            var lines = new byte[length];
            return await store.ReadAsync(rows, offset, lines, ct: ct).ConfigureAwait(false) == length
                ? Parse(lines)
                : throw new InvalidDataException("the shard lies beyond the end of the file");
        }
        catch (CorpusException e) when (e.Fault == CorpusFault.Missing)
        {
            throw new CorpusException($"The shard '{path}' does not exist; its page is not planned.", e) { Fault = CorpusFault.Missing };
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or InvalidDataException)
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
