using System.Diagnostics;
using UniBind.Grid.Corpora;
using UniBind.Grid.Grains;

namespace UniBind.Grid.Bench;

/// <summary>
/// Encodes nothing: the embedding is eight numbers out of the content's hash. Everything around it is real: leases, the shard's file, the account, the part.
/// </summary>
internal sealed class NullShardRunner : IShardRunner
{
    private const int Dimension = 8;
    private static readonly string Encoder = new('0', 64);

    public async Task<ShardReport> RunAsync(ShardAttempt shard, CancellationToken cancellationToken)
    {
        var lease = shard.Lease;
        var start = Stopwatch.GetTimestamp();
        var folder = new JobFolder(lease.Run.Spec.Output);
        var sink = new ParquetPartSink();
        var account = await sink.ReadAccountAsync(folder, lease.Shard.Id, cancellationToken);
        if (account is null)
        {
            var items = await ShardFile.ReadAsync(folder.Shard(lease.Shard.Id), cancellationToken);
            var rows = new OutputRow[items.Count];
            for (var i = 0; i < rows.Length; i++)
                rows[i] = Row(lease, items[i]);
            account = await sink.CommitAsync(folder, lease.Shard.Id, lease.Attempt, lease.Run.Epoch, rows, [], cancellationToken);
        }
        return new ShardReport
        {
            Shard = account.Shard,
            Embedded = account.Embedded,
            Rows = account.Rows,
            Times = new ShardTimes { Wall = Stopwatch.GetElapsedTime(start) },
        };
    }

    private static OutputRow Row(ShardLease lease, PlannedItem planned)
    {
        var item = planned.Item;
        var sha256 = item.Sha256;
        var embedding = new float[Dimension];
        var sum = 0f;
        for (var d = 0; d < Dimension; d++)
        {
            embedding[d] = (Convert.ToInt32(sha256.Substring(2 * d, 2), 16) / 127.5f) - 1;
            sum += embedding[d] * embedding[d];
        }
        var scale = 1 / MathF.Sqrt(sum + 1e-9f);
        for (var d = 0; d < Dimension; d++)
            embedding[d] *= scale;
        return new OutputRow
        {
            Id = item.Id,
            Uri = item.Uri,
            Modality = planned.Modality,
            Labels = item.Labels,
            Space = lease.Run.Spec.Space,
            Encoder = Encoder,
            Head = RawReader.IdentityHead,
            ContentSha256 = sha256,
            Embedding = embedding,
        };
    }
}
