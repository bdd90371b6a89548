using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace UniBind.Grid.Grains;

/// <inheritdoc cref="IJobGrain"/>
[RequireSiloLabel(SiloLabels.RolePrefix + Role.Coordinator, SiloLabels.Yes)]
public sealed partial class JobGrain(
    [PersistentState("job", GrainStorage.Name)] IPersistentState<JobGrainState> state,
    EncoderSilos silos,
    IOptions<CoordinatorOptions> options,
    ILogger<JobGrain> logger) : Grain, IJobGrain
{
    private static readonly TimeSpan WatchInterval = TimeSpan.FromMilliseconds(400);
    private CancellationTokenSource _cancel = new();
    private TaskCompletionSource _ended = new();
    private Task _running = Task.CompletedTask;
    private readonly SemaphoreSlim _writes = new(1);
    private bool _leaving;
    private WorkerPool? _workers;
    private JobTally? _tally;
    private JobPump? _pump;

    private string JobId => this.GetPrimaryKeyString();

    private JobGrainState State => state.State;

    private JobState Current => State.Progress?.State ?? JobState.Unknown;

    /// <inheritdoc/>
    public async Task<JobProgress> SubmitAsync(JobSpec spec)
    {
        if (State.Spec is { } stored)
            return JobSpecs.Same(stored, spec)
                ? Snapshot()
                : throw new GridException($"The id '{JobId}' already names a job over '{stored.Source}' with other settings; choose another id.");
        var pack = JobSpecs.PackOf(spec.Space);
        var encoders = await FindPackAsync(pack);
        var packSha = encoders[0].PackSha256;
        await Task.Run(() => JobSpecs.ClaimOutputAsync(JobId, spec));
        State.Spec = spec;
        State.PackSha256 = packSha;
        State.SubmittedAt = DateTimeOffset.UtcNow;
        await StartAsync();
        return Snapshot();
    }

    /// <inheritdoc/>
    public Task<JobProgress> GetProgressAsync() => Task.FromResult(Snapshot());

    /// <inheritdoc/>
    public async IAsyncEnumerable<JobProgress> WatchAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        RequireSubmitted();
        while (true)
        {
            var progress = Snapshot();
            yield return progress;
            if (progress.State.IsTerminal() || progress.State == JobState.Paused)
                yield break;
            await Task.WhenAny(_ended.Task, Task.Delay(WatchInterval, cancellationToken));
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    /// <inheritdoc/>
    public async Task<JobProgress> PauseAsync()
    {
        RequireSubmitted();
        if (Current.IsTerminal())
            throw new GridException($"The job '{JobId}' has ended ({Current}) and cannot be paused.");
        _pump?.Stop();
        await _running;
        return Snapshot();
    }

    /// <inheritdoc/>
    public async Task<JobProgress> ResumeAsync()
    {
        RequireSubmitted();
        if (Current == JobState.Done)
            throw new GridException($"The job '{JobId}' is done; there is nothing to resume.");
        if (_running.IsCompleted)
            await StartAsync();
        return Snapshot();
    }

    /// <inheritdoc/>
    public async Task<JobProgress> CancelAsync()
    {
        RequireSubmitted();
        if (Current.IsTerminal())
            throw new GridException($"The job '{JobId}' has ended already ({Current}).");
        if (_running.IsCompleted)
            await EndAsync(JobState.Cancelled, "Cancelled by its user.");
        else
        {
            await _cancel.CancelAsync();
            await _running;
        }
        return Snapshot();
    }

    /// <inheritdoc/>
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        // The stored state stays as it is, so that a grid that is started to serve knows what to go on with.
        if (Current is JobState.Running or JobState.Queued)
            State.Progress = State.Progress! with { State = JobState.Paused, Message = "Interrupted when its grid ended; resume it to go on." };
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        // The silo stops or the grain moves: leave the stored state as running, so that the next activation goes on.
        _leaving = true;
        await _cancel.CancelAsync();
        await _running.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        _cancel.Dispose();
    }

    private async Task StartAsync()
    {
        State.Epoch++;
        State.EndedAt = null;
        _cancel.Dispose();
        _cancel = new CancellationTokenSource();
        _ended = new TaskCompletionSource();
        State.EarlierRuns = State.Progress?.Elapsed ?? TimeSpan.Zero;
        _tally = new JobTally();
        _workers = new WorkerPool(silos, JobSpecs.PackOf(State.Spec!.Space), State.PackSha256);
        var run = new JobRun(JobId, State.Epoch, State.Spec, State.PackSha256);
        _pump = new JobPump(run, _workers, _tally, options.Value, logger);
        await SaveAsync(JobState.Running, null);
        _running = RunAsync(run);
    }

    private async Task RunAsync(JobRun run)
    {
        using var keepAlive = this.RegisterGrainTimer(
            _ => SaveIfRunningAsync(),
            new GrainTimerCreationOptions(options.Value.SaveInterval, options.Value.SaveInterval) { KeepAlive = true, Interleave = true });
        try
        {
            await WaitForWorkersAsync(_cancel.Token);
            await _pump!.RunAsync(_cancel.Token);
            if (_pump.Stopped)
            {
                await EndAsync(JobState.Paused, null);
                return;
            }
            var report = JobReports.Create(JobId, State.EarlierRuns, _tally!, _workers!);
            await JobFinish.RunAsync(run, State.SubmittedAt, JobNumerics.Of(_workers!), report, _cancel.Token);
            await EndAsync(JobState.Done, null);
        }
        catch (OperationCanceledException) when (_cancel.IsCancellationRequested)
        {
            await EndAsync(JobState.Cancelled, "Cancelled by its user.");
        }
        catch (Exception e)
        {
            LogFailed(logger, JobId, e);
            await EndAsync(JobState.Failed, e.Message);
        }
        finally
        {
            _pump = null;
        }
    }

    private async Task WaitForWorkersAsync(CancellationToken cancellationToken)
    {
        var patience = Task.Delay(options.Value.WorkerPatience, cancellationToken);
        while (true)
        {
            await _workers!.RefreshAsync();
            if (_workers.All.Count > 0)
                return;
            if (patience.IsCompleted)
                throw new GridException($"No encoder silo with the pack '{JobSpecs.PackOf(State.Spec!.Space)}' joined the grid within {options.Value.WorkerPatience.TotalSeconds:0} s; start one and resume the job.");
            await Task.Delay(TimeSpan.FromMilliseconds(100), cancellationToken);
        }
    }

    private async Task<EncoderInfo[]> FindPackAsync(string pack)
    {
        var all = new List<EncoderInfo>();
        foreach (var silo in await silos.ListAsync())
            all.AddRange((await silos.TryDescribeAsync(silo))?.Encoders ?? []);
        if (all.Count == 0)
            throw new GridException("The grid has no encoder silo; start one with the role 'encoder'.");
        var found = all.Where(e => e.Pack == pack).ToArray();
        return found.Length > 0
            ? found
            : throw new GridException($"No encoder silo has the pack '{pack}'; there are {string.Join(", ", all.Select(e => $"'{e.Pack}'").Distinct())}.");
    }

    private void RequireSubmitted()
    {
        if (State.Spec is null)
            throw new GridException($"There is no job '{JobId}'.");
    }

    private Task SaveIfRunningAsync() => _running.IsCompleted ? Task.CompletedTask : SaveAsync(JobState.Running, null);

    private async Task EndAsync(JobState ended, string? message)
    {
        if (_leaving)
            return;
        State.EndedAt = ended.IsTerminal() ? DateTimeOffset.UtcNow : null;
        await SaveAsync(ended, message);
        _ended.TrySetResult();
    }

    private async Task SaveAsync(JobState current, string? message)
    {
        var changed = Current != current;
        State.Progress = Measure(current, message);
        // Two interleaved writes of one state would carry the same ETag, and the second would be refused.
        await _writes.WaitAsync();
        try
        {
            await state.WriteStateAsync();
        }
        finally
        {
            _writes.Release();
        }
        if (changed)
            await GrainFactory.GetGrain<IJobIndexGrain>(IJobIndexGrain.Key).RecordAsync(JobSpecs.Summary(JobId, State));
    }

    private JobProgress Snapshot() => _running.IsCompleted || _tally is null
        ? State.Progress ?? new JobProgress { JobId = JobId }
        : Measure(Current, State.Progress?.Message);

    private JobProgress Measure(JobState current, string? message) => _tally is null
        ? State.Progress! with { State = current, Message = message }
        : _tally.ToProgress(JobId, current, State.Spec!.Output, _workers!.All.Count, _workers.Slots, State.EarlierRuns, message);

    [LoggerMessage(1, LogLevel.Error, "Job {JobId} failed.")]
    private static partial void LogFailed(ILogger logger, string jobId, Exception exception);
}
