using System.Buffers;

namespace UniBind.Grid.Corpora;

/// <summary>Writes the shards of a page, one behind the other in one file.</summary>
/// <remarks>
/// A file a shard would be simpler, and its fsync would take most of the time of planning: 200 files a page at some 5 ms each, measured,
/// against 0.5 s for everything else.
/// </remarks>
internal static class ShardsWriter
{
    private const int FlushBytes = 1 << 20;

    public static async Task<List<ShardInfo>> WriteAsync(string folder, int page, IEnumerable<CutShard> shards, CancellationToken ct)
    {
        var infos = new List<ShardInfo>();
        var index = new MemoryStream();
        await DurableFile.WriteTemporaryAsync(Path.Combine(folder, ShardAddress.FileName), stream =>
        {
            var buffer = new ArrayBufferWriter<byte>(FlushBytes + (1 << 16));
            using var writer = new RowWriter(buffer);
            long written = 0;
            foreach (var shard in shards)
            {
                ct.ThrowIfCancellationRequested();
                var start = written + buffer.WrittenCount;
                infos.Add(Write(ShardId.Of(page, infos.Count), shard, writer, () =>
                {
                    if (buffer.WrittenCount < FlushBytes)
                        return;
                    stream.Write(buffer.WrittenSpan);
                    written += buffer.WrittenCount;
                    buffer.ResetWrittenCount();
                }));
                index.Write(ShardIndex.Line(start, written + buffer.WrittenCount - start));
            }
            stream.Write(buffer.WrittenSpan);
            return Task.CompletedTask;
        }, ct).ConfigureAwait(false);
        index.Position = 0;
        await DurableFile.WriteTemporaryAsync(Path.Combine(folder, ShardAddress.IndexName), stream => index.CopyToAsync(stream, ct), ct).ConfigureAwait(false);
        return infos;
    }

    private static ShardInfo Write(string id, CutShard shard, RowWriter writer, Action flush)
    {
        long bytes = 0;
        double cost = 0;
        foreach (var item in shard.Items.Span)
        {
            writer.Write(item);
            flush();
            bytes += item.Item.Bytes;
            cost += item.Cost;
        }
        return new ShardInfo(id, shard.Items.Span[0].Modality, shard.Items.Length, bytes, cost, shard.Kind);
    }
}
