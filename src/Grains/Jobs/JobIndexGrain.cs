using Orleans.Concurrency;

namespace UniBind.Grid.Grains;

/// <inheritdoc cref="IJobIndexGrain"/>
/// <remarks>It keeps no lines itself: they are on the pages. Those that an older grid stored here in one piece are moved there first.</remarks>
[RequireSiloLabel(SiloLabels.RolePrefix + Role.Coordinator, SiloLabels.Yes), Reentrant]
public sealed class JobIndexGrain([PersistentState("jobs", GrainStorage.Name)] IPersistentState<JobIndexState> state) : Grain, IJobIndexGrain
{
    private const int MaxListed = 10_000;

    /// <inheritdoc/>
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        if (state.State.Jobs.Count == 0)
            return;
        await Task.WhenAll(state.State.Jobs.Values.GroupBy(j => JobPages.KeyOf(j.JobId)).Select(page => Page(page.Key).TakeOverAsync([.. page])));
        // Only now: a move that was cut short is repeated, and lines that a page has already stand.
        state.State.Jobs.Clear();
        await state.WriteStateAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public Task RecordAsync(JobSummary summary) => Page(JobPages.KeyOf(summary.JobId)).RecordAsync(summary);

    /// <inheritdoc/>
    public async Task<JobSummary[]> ListAsync(int limit = 1000)
    {
        var most = Math.Clamp(limit, 1, MaxListed);
        var pages = await Task.WhenAll(JobPages.Keys.Select(key => Page(key).ListAsync(most)));
        return [.. JobPages.NewestFirst(pages.SelectMany(p => p)).Take(most)];
    }

    private IJobPageGrain Page(string key) => GrainFactory.GetGrain<IJobPageGrain>(key);
}
