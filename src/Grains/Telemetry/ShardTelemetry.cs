using System.Diagnostics;

namespace UniBind.Grid.Grains;

/// <summary>The span and the metrics of one attempt at a shard on this silo.</summary>
/// <remarks>Not thread-safe: of one attempt.</remarks>
internal sealed class ShardTelemetry : IDisposable
{
    private readonly PlannedShard _shard;
    private readonly string _kind;
    private readonly Activity? _span;
    private long _start = Stopwatch.GetTimestamp();
    private string _outcome = "failed";

    /// <summary>An attempt that waits for its turn.</summary>
    public ShardTelemetry(ShardLease lease)
    {
        _shard = lease.Shard;
        _kind = lease.Run.Spec.RealignFrom is not null ? "realign" : lease.Shard.Kind.ToString().ToLowerInvariant();
        _span = GridTelemetry.Activities.StartActivity("shard");
        _span?.SetTag("unibind.job.id", lease.Run.JobId).SetTag("unibind.shard.id", lease.Shard.Id).SetTag("unibind.shard.kind", _kind)
            .SetTag("unibind.shard.attempt", lease.Attempt).SetTag("unibind.modality", lease.Shard.Modality.Name()).SetTag("unibind.items", lease.Shard.Items);
    }

    /// <summary>Its turn has come.</summary>
    public void Begin()
    {
        _start = Stopwatch.GetTimestamp();
        _span?.AddEvent(new ActivityEvent("begins"));
    }

    /// <summary>It gave its report.</summary>
    public void Succeed(ShardReport report)
    {
        _outcome = report.Adopted ? "adopted" : "committed";
        if (!report.Adopted)
            JobMetrics.Committed(_shard, _kind, report, Stopwatch.GetElapsedTime(_start));
        _span?.SetTag("unibind.rows", report.Rows).SetTag("unibind.dead_lettered", report.DeadLettered);
    }

    /// <summary>It failed, or nobody waited for it any more.</summary>
    public void Fail(Exception cause)
    {
        _outcome = cause is OperationCanceledException ? "cancelled" : "failed";
        _span?.SetStatus(ActivityStatusCode.Error, _outcome).SetTag("error.type", cause.GetType().Name);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        JobMetrics.Ended(_shard, _kind, _outcome);
        _span?.SetTag("unibind.outcome", _outcome).Dispose();
    }
}
