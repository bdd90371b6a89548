using System.Diagnostics;

namespace UniBind.Grid.Grains;

/// <summary>The span and the metrics of one run of a job on its coordinator. The span is a root of its own, linked to whoever submitted the job: it may last for days.</summary>
/// <remarks>Not thread-safe: of one run.</remarks>
internal sealed class JobRunTelemetry : IDisposable
{
    private const string Waiting = "waiting";
    private const string Running = "running";
    private readonly Activity? _span;
    private string _state = Waiting;

    /// <summary>A run that waits for its turn.</summary>
    public JobRunTelemetry(JobRun run)
    {
        JobMetrics.Count(_state, 1);
        if (!GridTelemetry.Activities.HasListeners())
            return;
        var submitter = Activity.Current;
        Activity.Current = null;
        _span = GridTelemetry.Activities.StartActivity("job", ActivityKind.Internal, default(ActivityContext), links: submitter is null ? null : [new ActivityLink(submitter.Context)]);
        _span?.SetTag("unibind.job.id", run.JobId).SetTag("unibind.job.epoch", run.Epoch).SetTag("unibind.space", run.Spec.Space);
        if (_span is null)
            Activity.Current = submitter;
    }

    /// <summary>Its turn has come.</summary>
    public void Begin()
    {
        JobMetrics.Count(_state, -1);
        JobMetrics.Count(_state = Running, 1);
        _span?.AddEvent(new ActivityEvent("begins"));
    }

    /// <summary>It ended.</summary>
    public void End(JobState state)
    {
        JobMetrics.Ended(state);
        _span?.SetTag("unibind.job.state", state.ToString().ToLowerInvariant());
        if (state == JobState.Failed)
            _span?.SetStatus(ActivityStatusCode.Error);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        JobMetrics.Count(_state, -1);
        _span?.Dispose();
    }
}
