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
        return state.WriteStateAsync();
    }

    /// <inheritdoc/>
    public Task<JobSummary[]> ListAsync(int limit = 1000) =>
        Task.FromResult(state.State.Jobs.Values
            .OrderByDescending(job => job.SubmittedAt)
            .ThenBy(job => job.JobId, StringComparer.Ordinal)
            .Take(Math.Clamp(limit, 1, MaxListed))
            .ToArray());
}
