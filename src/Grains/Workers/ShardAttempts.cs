using UniBind.Grid.Corpora;

namespace UniBind.Grid.Grains;

/// <summary>The attempts on this encoder silo: each lease is one attempt however often it is delivered, waits for its turn at the gate, and is fenced by its job's epoch.</summary>
/// <remarks>Thread-safe; a singleton of the silo.</remarks>
public sealed class ShardAttempts(ShardGates gates, SiloBreaker breaker, EncoderReadiness readiness, IShardRunner encode, ShardCopyRunner copy, ShardRealigner realign)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(string Job, string Shard), ShardAttempt> _attempts = [];

    /// <summary>Runs a lease to its report, see <see cref="IWorkerGrain.RunShardAsync"/>.</summary>
    /// <exception cref="GridException">The silo cannot run it, or a newer lease of the shard stands.</exception>
    public Task<ShardReport> RunAsync(ShardLease lease, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ShardAttempt attempt;
        lock (_lock)
        {
            var key = (lease.Run.JobId, lease.Shard.Id);
            if (!_attempts.TryGetValue(key, out var there) || !Joins(there, lease))
            {
                attempt = new ShardAttempt(lease);
                attempt.Work = Task.Run(() => RunAsync(key, attempt), CancellationToken.None);
                _attempts[key] = attempt;
            }
            else
            {
                attempt = there;
            }
        }
        return attempt.WaitAsync(cancellationToken);
    }

    /// <summary>The attempts of one run of a job.</summary>
    public WorkerHeartbeat Heartbeat(string jobId, long epoch)
    {
        lock (_lock)
        {
            var own = _attempts.Where(a => a.Key.Job == jobId && a.Value.Current.Run.Epoch == epoch).Select(a => a.Value.Status);
            return new WorkerHeartbeat([.. own], readiness.Problem ?? breaker.NotReady);
        }
    }

    /// <summary>Whether a lease is served by the attempt that is there; when it is a newer one that is not, the old attempt is ended.</summary>
    private static bool Joins(ShardAttempt there, ShardLease lease)
    {
        var current = there.Current;
        var order = (lease.Run.Epoch, lease.Attempt).CompareTo((current.Run.Epoch, current.Attempt));
        if (order < 0)
            throw new GridException($"Shard {lease.Shard.Id} has a newer lease on this silo than attempt {lease.Attempt} of run {lease.Run.Epoch}; nothing is to be done.");
        if (there.Ended.IsCancellationRequested)
            return false;
        if (order == 0)
            return true;
        // The rows do not depend on who coordinates: what an earlier run began is not begun again.
        if (lease.Run.Epoch > current.Run.Epoch && SameWork(lease.Run, current.Run) && there.TryTakeOver(lease))
            return true;
        there.Cancel();
        return false;
    }

    private static bool SameWork(JobRun a, JobRun b) => JobSpecs.Same(a.Spec, b.Spec) && a.PackSha256 == b.PackSha256 && a.SpaceSha256 == b.SpaceSha256;

    private async Task<ShardReport> RunAsync((string Job, string Shard) key, ShardAttempt attempt)
    {
        var run = attempt.Lease.Run;
        using var telemetry = new ShardTelemetry(attempt.Lease);
        try
        {
            using var turn = await gates.Of(run.Spec).EnterAsync(run.JobId, run.Spec.Priority, attempt.Ended);
            attempt.Begin();
            telemetry.Begin();
            JobConfinement.Require(run.Spec, run.Spec.Output);
            await attempt.RequireCurrentAsync(new JobFolder(run.Spec.Output), attempt.Ended);
            var report = run.Spec.RealignFrom is not null ? await realign.RunAsync(attempt, attempt.Ended)
                : attempt.Lease.Shard.Kind == ShardKind.Encode ? await encode.RunAsync(attempt, attempt.Ended)
                : await copy.RunAsync(attempt, attempt.Ended);
            breaker.Succeed();
            telemetry.Succeed(report);
            return report;
        }
        catch (CorpusException e)
        {
            telemetry.Fail(e);
            throw e.ToGrid();
        }
        catch (Exception e)
        {
            telemetry.Fail(e);
            breaker.Fail(e);
            throw;
        }
        finally
        {
            lock (_lock)
            {
                if (_attempts.TryGetValue(key, out var there) && there == attempt)
                    _attempts.Remove(key);
            }
        }
    }
}
