using System.Diagnostics;
using UniBind.Grid.Corpora;

namespace UniBind.Grid.Grains;

/// <summary>Runs the shards of realign jobs on an encoder silo: reads the source's rows and raw embeddings, projects them, commits. No media is touched.</summary>
/// <remarks>Thread-safe; a singleton of the silo. Memory is bounded by <see cref="ShardGates.Realign"/>: so many shards at a time, whatever the number of jobs.</remarks>
public sealed class ShardRealigner(SpaceCatalog spaces)
{
    /// <summary>Runs a shard to its commit, or adopts the part that an earlier attempt committed.</summary>
    /// <exception cref="GridException">The space does not take the source's raw embeddings.</exception>
    /// <exception cref="CorpusException">The source is damaged, or its raw embeddings are gone.</exception>
    public async Task<ShardReport> RunAsync(ShardAttempt attempt, CancellationToken cancellationToken)
    {
        var lease = attempt.Lease;
        var folder = new JobFolder(lease.Run.Spec.Output);
        var sink = JobSpecs.SinkOf(lease.Run.Spec);
        return await sink.ReadAccountAsync(folder, lease.Shard.Id, cancellationToken) is { } committed
            ? ShardReports.Of(committed, new ShardTimes(), adopted: true)
            : await RealignAsync(attempt, folder, sink, cancellationToken);
    }

    private async Task<ShardReport> RealignAsync(ShardAttempt attempt, JobFolder folder, IPartSink sink, CancellationToken cancellationToken)
    {
        var lease = attempt.Lease;
        var start = Stopwatch.GetTimestamp();
        await JobConfinement.RequireOutputAsync(lease.Run.Spec, lease.Run.Spec.RealignFrom!);
        var source = await RawReader.OpenAsync(lease.Run.Spec.RealignFrom!, cancellationToken);
        var shard = await source.ReadShardAsync(lease.Shard.Id, cancellationToken);
        var continuations = await ChunkRows.ContinuationsAsync(folder, shard, cancellationToken);
        attempt.Step();
        var read = Stopwatch.GetTimestamp();
        var (rows, deadLetters) = Project(lease, shard, continuations, cancellationToken);
        attempt.Step();
        await attempt.RequireCurrentAsync(folder, cancellationToken);
        var write = Stopwatch.GetTimestamp();
        var account = await sink.CommitAsync(folder, lease.Shard.Id, lease.Attempt, lease.Run.Epoch, rows, deadLetters, cancellationToken);
        return ShardReports.Of(account, new ShardTimes
        {
            Wall = Stopwatch.GetElapsedTime(start),
            Decode = Stopwatch.GetElapsedTime(start, read),
            Run = Stopwatch.GetElapsedTime(read, write),
            Write = Stopwatch.GetElapsedTime(write),
            Runs = 1,
            Bytes = shard.Raw.Length * sizeof(float),
        }, adopted: account.Attempt != lease.Attempt || account.Epoch != lease.Run.Epoch);
    }

    private (List<OutputRow> Rows, IReadOnlyList<DeadLetter> DeadLetters) Project(
        ShardLease lease, RawShard shard, bool[] continuations, CancellationToken cancellationToken)
    {
        if (shard.Rows.Count == 0)
            return ([], shard.Account.DeadLetters);
        var space = spaces.Of(lease.Run);
        var projection = space is null ? null : RealignFit.Require(spaces, space, shard);
        return new ShardProjection(lease.Run.Spec.Space, space, projection).Apply(shard, continuations, cancellationToken);
    }
}
