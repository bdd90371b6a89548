using Orleans.Concurrency;

namespace UniBind.Grid.Grains;

/// <inheritdoc cref="IJobPageGrain"/>
/// <remarks>Changes that come while one is being stored are stored together by the next write.</remarks>
[RequireSiloLabel(SiloLabels.RolePrefix + Role.Coordinator, SiloLabels.Yes), Reentrant]
public sealed class JobPageGrain([PersistentState("page", GrainStorage.Name)] IPersistentState<JobIndexState> state) : Grain, IJobPageGrain
{
    private Task _writing = Task.CompletedTask;
    private Task? _next;

    /// <inheritdoc/>
    public Task RecordAsync(JobSummary summary)
    {
        state.State.Jobs[summary.JobId] = summary;
        if (state.State.Jobs.Count > JobPages.MaxLines)
            Forget();
        return _next ??= WriteAsync();
    }

    /// <inheritdoc/>
    public Task RemoveAsync(string jobId) => state.State.Jobs.Remove(jobId) ? _next ??= WriteAsync() : Task.CompletedTask;

    /// <inheritdoc/>
    public Task TakeOverAsync(JobSummary[] summaries)
    {
        foreach (var summary in summaries)
            state.State.Jobs.TryAdd(summary.JobId, summary);
        return _next ??= WriteAsync();
    }

    /// <inheritdoc/>
    public Task<JobSummary[]> ListAsync(int limit) => Task.FromResult(JobPages.NewestFirst(state.State.Jobs.Values).Take(limit).ToArray());

    /// <summary>The oldest jobs that have ended leave the list. Their output and their own state stay.</summary>
    private void Forget()
    {
        foreach (var old in state.State.Jobs.Values.Where(j => j.State.IsTerminal()).OrderBy(j => j.SubmittedAt).Take(JobPages.MaxLines / 10).ToArray())
            state.State.Jobs.Remove(old.JobId);
    }

    private async Task WriteAsync()
    {
        // Without it, all of this ran before the caller has stored the task, and the page would be written once and never again.
        await Task.Yield();
        await _writing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        _next = null;
        await (_writing = state.WriteStateAsync());
    }
}
