using Orleans.Concurrency;

namespace UniBind.Grid.Grains;

/// <inheritdoc cref="IAlignWorkerGrain"/>
/// <remarks>Holds no state of its own: everything is in the folder of spaces and in the silo's services.</remarks>
[PinnedToSilo, RequireSiloLabel(SiloLabels.RolePrefix + Role.Encoder, SiloLabels.Yes), Reentrant]
public sealed class AlignWorkerGrain(AlignGroups groups, TrialRunner trials) : Grain, IAlignWorkerGrain
{
    /// <inheritdoc/>
    public Task<AlignGroupSummary> GramAsync(AlignRun run, AlignGroup group, CancellationToken cancellationToken = default) =>
        SpaceFaults.RunAsync(() => groups.PrepareAsync(run, group, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task<AlignTrialResult> TrainAsync(AlignTrial trial, string id, CancellationToken cancellationToken = default) =>
        SpaceFaults.RunAsync(() => trials.RunAsync(trial, id, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task<AlignTrialProgress?> GetProgressAsync(string id) => Task.FromResult(trials.ProgressOf(id));
}
