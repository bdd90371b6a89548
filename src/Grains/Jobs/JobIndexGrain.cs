namespace UniBind.Grid.Grains;

/// <inheritdoc cref="IJobIndexGrain"/>
[RequireSiloLabel(SiloLabels.RolePrefix + Role.Coordinator, SiloLabels.Yes)]
public sealed class JobIndexGrain([PersistentState("jobs", GrainStorage.Name)] IPersistentState<JobIndexState> state) : Grain, IJobIndexGrain
{
    private const int MaxListed = 10_000;

    /// <inheritdoc/>
    public Task RecordAsync(JobSummary summary)
    {
        state.State.Jobs[summary.JobId] = summary;
        if (state.State.Jobs.Count > MaxListed)
            Forget();
        return state.WriteStateAsync();
    }

    /// <summary>The whole list is one stored state; the oldest jobs that have ended leave it. Their output and their own state stay.</summary>
    private void Forget()
    {
        foreach (var old in state.State.Jobs.Values.Where(j => j.State.IsTerminal()).OrderBy(j => j.SubmittedAt).Take(MaxListed / 10).ToArray())
            state.State.Jobs.Remove(old.JobId);
    }

    /// <inheritdoc/>
    public Task<JobSummary[]> ListAsync(int limit = 1000) =>
        Task.FromResult(state.State.Jobs.Values
            .OrderByDescending(job => job.SubmittedAt)
            .ThenBy(job => job.JobId, StringComparer.Ordinal)
            .Take(Math.Clamp(limit, 1, MaxListed))
            .ToArray());
}
