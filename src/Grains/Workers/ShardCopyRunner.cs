using System.Diagnostics;
using UniBind.Grid.Corpora;

namespace UniBind.Grid.Grains;

/// <summary>Runs the shards whose rows are there already: those of an earlier job, and those of items with the same content. No media is touched.</summary>
/// <remarks>Thread-safe; a singleton of the silo. Memory is bounded by the gate: so many shards at a time, whatever the number of jobs.</remarks>
public sealed class ShardCopyRunner
{
    /// <summary>Runs a shard to its commit, or adopts the part that an earlier attempt committed.</summary>
    /// <exception cref="CorpusException">A part that the rows come from is gone or damaged.</exception>
    public async Task<ShardReport> RunAsync(ShardAttempt attempt, CancellationToken cancellationToken)
    {
        var (run, shard, _) = attempt.Lease;
        var folder = new JobFolder(run.Spec.Output);
        var sink = JobSpecs.SinkOf(run.Spec);
        return await sink.ReadAccountAsync(folder, shard.Id, cancellationToken) is { } committed
            ? ShardReports.Of(committed, new ShardTimes(), adopted: true)
            : await CopyAsync(attempt, folder, sink, cancellationToken);
    }

    private static async Task<ShardReport> CopyAsync(ShardAttempt attempt, JobFolder folder, IPartSink sink, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        var (run, shard, number) = attempt.Lease;
        if (shard.Kind == ShardKind.Carry)
            await JobConfinement.RequireOutputAsync(run.Spec, JobSpecs.Since(run.Spec).Root);
        var items = await ShardFile.ReadAsync(folder.Shard(shard.Id), cancellationToken);
        var copier = shard.Kind == ShardKind.Carry
            ? new ShardCopier(JobSpecs.Since(run.Spec), RowOrigin.Carried, !run.Spec.NoRaw)
            : new ShardCopier(folder, RowOrigin.Duplicate, !run.Spec.NoRaw);
        var copied = await copier.CopyAsync(items, cancellationToken);
        attempt.Step();
        await attempt.RequireCurrentAsync(folder, cancellationToken);
        var write = Stopwatch.GetTimestamp();

        // First the raw embeddings: whoever finds the part finds them, too.
        if (copied.Raw is { } raw)
            await RawParts.CommitAsync(folder, shard.Id, number, run.Epoch, raw, ct: cancellationToken);
        var account = await sink.CommitAsync(folder, shard.Id, number, run.Epoch, copied.Rows, copied.DeadLetters, cancellationToken);
        return ShardReports.Of(account, new ShardTimes
        {
            Wall = Stopwatch.GetElapsedTime(start),
            Decode = Stopwatch.GetElapsedTime(start, write),
            Write = Stopwatch.GetElapsedTime(write),
        }, adopted: account.Attempt != number || account.Epoch != run.Epoch);
    }
}
