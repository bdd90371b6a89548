using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using UniBind.Grid.Corpora;

namespace UniBind.Grid.Grains;

/// <inheritdoc cref="IJobGrain"/>
[RequireSiloLabel(SiloLabels.RolePrefix + Role.Coordinator, SiloLabels.Yes)]
public sealed partial class JobGrain : Grain, IJobGrain
{
    private static readonly TimeSpan WatchInterval = TimeSpan.FromMilliseconds(400);
    private readonly JobRecord _record;
    private readonly EncoderSilos _silos;
    private readonly SpaceResolver _spaces;
    private readonly SpaceCatalog _catalog;
    private readonly CoordinatorOptions _options;
    private readonly RunSlots _slots;
    private readonly ILogger<JobGrain> _logger;
    private CancellationTokenSource _cancel = new();
    private CancellationTokenSource _hold = new();
    private TaskCompletionSource _ended = new();
    private Task _running = Task.CompletedTask;
    private bool _leaving;
    private bool _stale;
    private WorkerPool? _workers;
    private JobTally? _tally;
    private JobPump? _pump;

    /// <summary>Made by Orleans.</summary>
    public JobGrain(
        [PersistentState("job", GrainStorage.Name)] IPersistentState<JobGrainState> state,
        EncoderSilos silos,
        SpaceResolver spaces,
        SpaceCatalog catalog,
        IGrainFactory grains,
        IOptions<CoordinatorOptions> options,
        RunSlots slots,
        ILogger<JobGrain> logger)
    {
        _record = new JobRecord(JobId, state, grains, logger);
        _silos = silos;
        _spaces = spaces;
        _catalog = catalog;
        _options = options.Value;
        _slots = slots;
        _logger = logger;
    }

    private string JobId => this.GetPrimaryKeyString();

    private bool IsQueued { get; set; }

    private JobGrainState State => _record.State;

    /// <summary>The version that the job runs in, whatever its name stands for by now.</summary>
    private string PinnedSpaceId => State.Space.Length > 0 ? State.Space : State.Spec!.Space;

    /// <inheritdoc/>
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _record.Check();
        if (_record.Current == JobState.Running)
        {
            if (_options.UseReminders)
                Wake(TimeSpan.Zero);
            else
                _record.ShowInterrupted();
        }
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _leaving = true;
        await _cancel.CancelAsync();
        await _running.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        _cancel.Dispose();
        _hold.Dispose();
        _record.Dispose();
    }

    /// <inheritdoc/>
    public async Task<JobProgress> SubmitAsync(JobSpec spec)
    {
        RequireCurrent();
        ErrorLimit.Require(spec);
        if (State.Spec is { } stored)
        {
            // Whoever read the spec from the output folder has the pinned version, where the user may have said 'latest'.
            if (!JobSpecs.Same(stored, spec) && !JobSpecs.Same(stored with { Space = PinnedSpaceId }, spec))
                throw new GridException($"The id '{JobId}' already names a job over '{stored.Source}' with other settings; choose another id.") { Kind = GridErrorKind.Conflict };
            // What does not change the output holds from the next run on.
            if (_running.IsCompleted && _record.Current is not (JobState.Done or JobState.Running))
                State.Spec = stored with { Priority = spec.Priority, MaxErrors = spec.MaxErrors };
            return Snapshot();
        }
        var resolved = await _spaces.ResolveAsync(spec.Space);
        var space = await _spaces.ReopenAsync(resolved.Id, resolved.Manifest);
        var packSha = await ClaimAsync(spec with { Space = space.Id }, space);
        State.Spec = spec;
        State.PackSha256 = packSha;
        State.Space = space.Id;
        State.SpaceSha256 = space.Manifest;
        State.SubmittedAt = DateTimeOffset.UtcNow;
        try
        {
            await StartAsync(space);
        }
        catch
        {
            // What was not begun may be submitted again.
            (State.Spec, State.Progress) = (null, null);
            throw;
        }
        return Snapshot();
    }

    /// <inheritdoc/>
    public Task<JobProgress> GetProgressAsync() => Task.FromResult(Snapshot());

    /// <inheritdoc/>
    public async IAsyncEnumerable<JobProgress> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        RequireSubmitted();
        while (true)
        {
            var progress = Snapshot();
            yield return progress;
            if (progress.State != JobState.Running)
                yield break;
            await Task.WhenAny(_ended.Task, Task.Delay(WatchInterval, cancellationToken));
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    /// <inheritdoc/>
    public async Task<JobProgress> PauseAsync()
    {
        RequireSubmitted();
        if (_record.Current.IsTerminal())
            throw new GridException($"The job '{JobId}' has ended ({_record.Current}) and cannot be paused.") { Kind = GridErrorKind.Conflict };
        HandOutNoMore();
        // A run that was interrupted and has not gone on yet is paused by not going on.
        if (_running.IsCompleted && _record.Current == JobState.Running)
            await EndAsync(JobState.Paused, null);
        return Snapshot();
    }

    /// <inheritdoc/>
    public async Task<JobProgress> ResumeAsync()
    {
        RequireSubmitted();
        if (_record.Current == JobState.Done)
            throw new GridException($"The job '{JobId}' is done; there is nothing to resume.") { Kind = GridErrorKind.Conflict };
        // Who watches sees the end before it is stored.
        if (_record.Current != JobState.Running)
            await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        if (_running.IsCompleted)
            await StartAsync(await _spaces.ReopenAsync(PinnedSpaceId, State.SpaceSha256));
        else if (_pump is { Stopped: true })
            throw new GridException($"The job '{JobId}' is being paused; resume it when its shards at work are committed.") { Kind = GridErrorKind.Conflict };
        return Snapshot();
    }

    /// <inheritdoc/>
    public async Task<JobProgress> RetryDeadLettersAsync(string? code)
    {
        RequireSubmitted();
        if (_record.Current != JobState.Done || !_running.IsCompleted)
            throw new GridException($"The job '{JobId}' is not done ({_record.Current}); its dead letters can be tried again when it is.") { Kind = GridErrorKind.Conflict };
        var spec = State.Spec!;
        if (spec.RealignFrom is { } from)
            throw new GridException($"The job '{JobId}' has its dead letters from '{from}'; try them again there, and realign that output again.");
        var space = await _spaces.ReopenAsync(PinnedSpaceId, State.SpaceSha256);
        // Until here, and while the source is listed, the finished output stands as it is. The run that begins then takes _SUCCESS away.
        await CorpusFaults.TranslateAsync(() => Task.Run(() => RetryPages.PrepareAsync(new JobFolder(spec.Output), JobSpecs.OpenSource(spec), code)));
        await StartAsync(space);
        return Snapshot();
    }

    /// <inheritdoc/>
    public async Task<JobProgress> CancelAsync()
    {
        RequireSubmitted();
        if (_record.Current.IsTerminal())
            throw new GridException($"The job '{JobId}' has ended already ({_record.Current}).") { Kind = GridErrorKind.Conflict };
        if (_running.IsCompleted)
        {
            await EndAsync(JobState.Cancelled, CancelledByUser);
        }
        else
        {
            await _cancel.CancelAsync();
            await _running;
        }
        return Snapshot();
    }

    /// <inheritdoc/>
    public async Task InterruptAsync()
    {
        _leaving = true;
        HandOutNoMore();
        await _running;
    }

    private void RequireSubmitted()
    {
        RequireCurrent();
        if (State.Spec is null)
            throw new GridException($"There is no job '{JobId}'.") { Kind = GridErrorKind.NotFound };
    }

    private void RequireCurrent()
    {
        if (_stale)
            throw new GridException($"Another coordinator has taken the job '{JobId}' over; ask again.") { IsTransient = true };
    }
}
