using System.Buffers.Binary;
using System.IO.Hashing;
using System.Security.Cryptography;
using UniBind.Grid.Corpora;
using UniBind.Grid.Encoding;

namespace UniBind.Grid.Grains;

/// <summary>The embedding cache as one shard uses it: it reads what other jobs wrote, and writes what the shard encoded once that is committed.</summary>
/// <remarks>Thread-safe for look-ups. A job never reads what it wrote itself, or its rows would depend on the order of its shards.</remarks>
internal sealed class ShardCache(EmbeddingCache cache, JobRun run, ModalityEncoder encoder, string numerics)
{
    private readonly UInt128 _job = XxHash128.HashToUInt128(System.Text.Encoding.UTF8.GetBytes(run.JobId));

    /// <summary>The embedding of a content, where another job left it.</summary>
    /// <param name="item">The item.</param>
    /// <param name="contentSha256">The hash of its content.</param>
    public CachedItem? TryFind(PlannedItem item, string contentSha256)
    {
        var found = cache.TryRead(Key(item, contentSha256), _job) is { } bytes ? CachedItem.TryRead(bytes, encoder.Dimension) : null;
        JobMetrics.LookedUp(found is not null);
        return found;
    }

    /// <summary>Keeps what a committed shard encoded.</summary>
    public void Keep(IReadOnlyList<(PlannedItem Item, string ContentSha256, CachedItem Encoded)> encoded) =>
        cache.Append([.. encoded.Select(e => new CacheRecord(Key(e.Item, e.ContentSha256), _job, e.Encoded.ToBytes()))]);

    private UInt128 Key(PlannedItem item, string contentSha256)
    {
        var text = $"unibind-cache-1\n{contentSha256}\n{encoder.Sha256}\n{item.Modality}\n{item.Format}\n{run.Spec.LongText}\n{numerics}";
        return BinaryPrimitives.ReadUInt128LittleEndian(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text)));
    }
}
