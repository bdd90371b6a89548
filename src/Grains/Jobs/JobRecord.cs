using Microsoft.Extensions.Logging;
using Orleans.Storage;

namespace UniBind.Grid.Grains;

/// <summary>The stored header of one job and its line in the job list.</summary>
/// <remarks>Used from one grain's turns only. Turns interleave at each wait, so writes take turns of their own.</remarks>
internal sealed partial class JobRecord(string jobId, IPersistentState<JobGrainState> state, IGrainFactory grains, ILogger logger) : IDisposable
{
    private const int Schema = 1;
    private readonly SemaphoreSlim _writes = new(1);
    private bool _open;

    /// <summary>The stored state.</summary>
    public JobGrainState State => state.State;

    /// <summary>Where the job is in its life.</summary>
    public JobState Current => State.Progress?.State ?? JobState.Unknown;

    /// <summary>Refuses a header that a newer grid wrote.</summary>
    /// <exception cref="GridException">It is newer than this program.</exception>
    public void Check()
    {
        if (State.SchemaVersion > Schema)
            throw new GridException($"The job '{jobId}' was stored by a newer version of the grid (layout {State.SchemaVersion}, this one reads {Schema}); update this one.");
    }

    /// <summary>True once another activation was seen to have written: nothing is stored by this one any more.</summary>
    public bool IsStale { get; private set; }

    /// <summary>Writes nothing any more: the job is another coordinator's.</summary>
    public void Abandon() => IsStale = true;

    /// <summary>Stores that a run begins.</summary>
    /// <exception cref="StaleRunException">Another activation of the coordinator wrote in between.</exception>
    public Task OpenAsync(JobProgress progress)
    {
        _open = true;
        return WriteAsync(progress);
    }

    /// <inheritdoc cref="OpenAsync"/>
    /// <summary>Stores how far the run is; does nothing once it has ended, however long the call waited for its turn.</summary>
    public Task SaveAsync(Func<JobProgress> progress) => WriteAsync(progress, onlyWhileOpen: true);

    /// <inheritdoc cref="OpenAsync"/>
    /// <summary>Stores how the run ended.</summary>
    public Task CloseAsync(JobProgress progress)
    {
        _open = false;
        State.EndedAt = progress.State.IsTerminal() ? DateTimeOffset.UtcNow : null;
        return WriteAsync(progress);
    }

    /// <summary>Shows an interrupted run as paused, and leaves what is stored as running: a grid that serves goes on with it.</summary>
    public void ShowInterrupted()
    {
        _open = false;
        if (State.Progress is { } progress)
            State.Progress = progress with { State = JobState.Paused, Message = "Interrupted when its grid ended; resume it to go on." };
    }

    /// <inheritdoc/>
    public void Dispose() => _writes.Dispose();

    private Task WriteAsync(JobProgress progress) => WriteAsync(() => progress, onlyWhileOpen: false);

    private async Task WriteAsync(Func<JobProgress> progress, bool onlyWhileOpen)
    {
        // Two interleaved writes of one state would carry the same ETag, and the second would be refused.
        await _writes.WaitAsync();
        bool changed;
        try
        {
            if (IsStale)
                throw new StaleRunException($"Another coordinator runs the job '{jobId}'.");
            if (onlyWhileOpen && !_open)
                return;
            var before = Current;
            State.Progress = progress();
            changed = before != Current;
            await state.WriteStateAsync();
        }
        catch (InconsistentStateException e)
        {
            IsStale = true;
            throw new StaleRunException($"Another coordinator runs the job '{jobId}'.", e);
        }
        finally
        {
            _writes.Release();
        }
        if (changed)
            await ListAsync();
    }

    /// <summary>The list is for people and may lag; a job never fails for it.</summary>
    private async Task ListAsync()
    {
        try
        {
            await grains.GetGrain<IJobIndexGrain>(IJobIndexGrain.Key).RecordAsync(JobSpecs.Summary(jobId, State));
        }
        catch (Exception e)
        {
            LogNotListed(logger, jobId, e);
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "The state of job {JobId} could not be written to the job list.")]
    private static partial void LogNotListed(ILogger logger, string jobId, Exception exception);
}
