using System.Buffers;
using System.Text.Json;

namespace UniBind.Grid.Corpora;

/// <summary>The items of a shard in a file of their own, so that a worker reads what it works on and nothing else.</summary>
public static class ShardFile
{
    private const int MaxLineBytes = 256 << 20;
    private const int FlushBytes = 1 << 20;

    /// <summary>The items of a shard, in the order in which they are batched.</summary>
    /// <param name="path">The file, see <see cref="JobFolder.Shard"/>.</param>
    /// <param name="ct">Ends the reading.</param>
    /// <exception cref="CorpusException">There is no such shard, or the file is damaged.</exception>
    public static async Task<IReadOnlyList<PlannedItem>> ReadAsync(string path, CancellationToken ct = default)
    {
        try
        {
            var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 0, FileOptions.SequentialScan);
            await using (stream.ConfigureAwait(false))
            {
                var items = new List<PlannedItem>();
                var lines = new LineReader(stream, MaxLineBytes);
                while (lines.Read())
                {
                    ct.ThrowIfCancellationRequested();
                    items.Add(RowReader.ReadPlanned(lines.Line.Span));
                }
                return items;
            }
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new CorpusException($"The shard '{path}' does not exist; its page is not planned.", e);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            throw new CorpusException($"The shard '{path}' is damaged: {e.Message}", e);
        }
    }

    internal static async Task<ShardInfo> WriteAsync(string folder, string id, ReadOnlyMemory<PlannedItem> items, CancellationToken ct)
    {
        long bytes = 0;
        double cost = 0;
        await DurableFile.WriteTemporaryAsync(Path.Combine(folder, $"{id}.jsonl"), stream =>
        {
            var buffer = new ArrayBufferWriter<byte>(1 << 16);
            using var writer = new RowWriter(buffer);
            foreach (var item in items.Span)
            {
                writer.Write(item);
                bytes += item.Item.Bytes;
                cost += item.Cost;
                if (buffer.WrittenCount < FlushBytes)
                    continue;
                stream.Write(buffer.WrittenSpan);
                buffer.ResetWrittenCount();
            }
            stream.Write(buffer.WrittenSpan);
            return Task.CompletedTask;
        }, ct).ConfigureAwait(false);
        return new ShardInfo(id, items.Span[0].Modality, items.Length, bytes, cost);
    }
}
