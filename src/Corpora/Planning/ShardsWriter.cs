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
    private const int HashDigits = 16;

    /// <summary>Writes shards and index under names that hold the beginning of the shards' hash, so that two planners cannot disturb each other.</summary>
    /// <returns>The shards, and <see cref="PagePlan.Files"/>.</returns>
    public static async Task<(List<ShardInfo> Shards, string Files)> WriteAsync(JobFolder folder, int page, IEnumerable<ReadOnlyMemory<PlannedItem>> shards, CancellationToken ct)
    {
        var index = new MemoryStream();
        var staged = folder.Store.Stage(JobKeys.PageAttempt(page));
        await using (staged.ConfigureAwait(false))
        {
            var infos = Write(staged.Stream, index, page, shards, ct);
            var files = $"{PagePlan.OldFiles}-{staged.Sha256[..HashDigits]}";
            var key = $"{JobKeys.PlannedPage(page)}/{files}";

            // A name that is taken holds these very bytes.
            await staged.CreateAsync(key + PagePlan.RowsExtension, ct).ConfigureAwait(false);
            await folder.Store.CreateAsync(key + PagePlan.IndexExtension, index.GetBuffer().AsMemory(0, (int)index.Length), ct).ConfigureAwait(false);
            return (infos, files);
        }
    }

    private static List<ShardInfo> Write(Stream stream, MemoryStream index, int page, IEnumerable<ReadOnlyMemory<PlannedItem>> shards, CancellationToken ct)
    {
        var infos = new List<ShardInfo>();
        var buffer = new ArrayBufferWriter<byte>(FlushBytes + (1 << 16));
        using var writer = new RowWriter(buffer);
        long written = 0;
        foreach (var shard in shards)
        {
            ct.ThrowIfCancellationRequested();
            var start = written + buffer.WrittenCount;
            infos.Add(Write(ShardId.Of(page, infos.Count), shard.Span, writer, () =>
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
        return infos;
    }

    private static ShardInfo Write(string id, ReadOnlySpan<PlannedItem> items, RowWriter writer, Action flush)
    {
        long bytes = 0;
        double cost = 0;
        foreach (var item in items)
        {
            writer.Write(item);
            flush();
            bytes += item.Item.Bytes;
            cost += item.Cost;
        }
        return new ShardInfo(id, items[0].Modality, items.Length, bytes, cost);
    }
}
