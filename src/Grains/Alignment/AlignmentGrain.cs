using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace UniBind.Grid.Grains;

/// <inheritdoc cref="IAlignmentGrain"/>
[RequireSiloLabel(SiloLabels.RolePrefix + Role.Coordinator, SiloLabels.Yes)]
public sealed class AlignmentGrain(
    [PersistentState("alignment", GrainStorage.Name)] IPersistentState<AlignmentGrainState> state,
    EncoderSilos silos,
    IGrainFactory grains,
    SpaceFolder folder,
    IOptions<CoordinatorOptions> options,
    ILogger<AlignmentGrain> logger) : Grain, IAlignmentGrain
{
    private const int Schema = 1;
    private const int MaxHeads = 200;
    private const int LeastPrefix = 6;
    private static readonly TimeSpan ProgressInterval = TimeSpan.FromMilliseconds(400);
    private readonly CancellationTokenSource _leaving = new();
    private readonly SemaphoreSlim _writes = new(1);
    private bool _training;

    private AlignmentGrainState State => state.State;

    private string Space => SpaceKey.Parse(this.GetPrimaryKeyString()).Space;

    private Modality Modality => Modalities.TryParse(SpaceKey.Parse(this.GetPrimaryKeyString()).Name, out var modality)
        ? modality
        : throw new GridException($"'{this.GetPrimaryKeyString()}' names no modality.");

    /// <inheritdoc/>
    public override Task OnActivateAsync(CancellationToken cancellationToken) => State.SchemaVersion <= Schema
        ? Task.CompletedTask
        : throw new GridException($"The heads of '{this.GetPrimaryKeyString()}' were stored by a newer version of the grid; update this one.");

    /// <inheritdoc/>
    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) => _leaving.CancelAsync();

    /// <inheritdoc/>
    public Task<HeadInfo?> GetHeadAsync() => Task.FromResult(State.Heads.FirstOrDefault(h => h.Sha256 == State.InUse));

    /// <inheritdoc/>
    public Task<HeadInfo[]> ListHeadsAsync() => Task.FromResult(State.Heads);

    /// <inheritdoc/>
    public async IAsyncEnumerable<AlignProgress> TrainAsync(AlignRequest request, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        if (_training)
            throw new GridException($"A head for {Modality.Name()} of '{Space}' is being trained already; wait for it, or stop it.");
        _training = true;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _leaving.Token);
        var training = new AlignTraining(SpaceKey.RequireSpace(Space), Modality, grains, silos, folder, options.Value, logger);
        var running = training.RunAsync(request, stop.Token);
        try
        {
            while (!running.IsCompleted)
            {
                yield return training.Progress;
                await Task.WhenAny(running, Task.Delay(ProgressInterval, stop.Token));
                stop.Token.ThrowIfCancellationRequested();
                await training.PollAsync();
            }
            var head = await running;
            await RecordAsync(head);
            yield return training.Progress with { Step = "done", Head = head };
        }
        finally
        {
            await stop.CancelAsync();
            await ((Task)running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            _training = false;
        }
    }

    /// <inheritdoc/>
    public async Task<HeadInfo> UseAsync(string sha256)
    {
        var found = sha256.Length < LeastPrefix
            ? throw new GridException($"'{sha256}' is too short for a head; give at least {LeastPrefix} digits of its hash.")
            : State.Heads.Where(h => h.Sha256.StartsWith(sha256, StringComparison.OrdinalIgnoreCase)).ToArray();
        if (found.Length != 1)
            throw new GridException(found.Length == 0
                ? $"The space '{Space}' has no head '{sha256}' for {Modality.Name()}; 'unibind align {Space} --list' shows those there are."
                : $"{found.Length} heads for {Modality.Name()} of '{Space}' begin with '{sha256}'; give more digits.");
        if (!File.Exists(folder.Blobs.PathOf(found[0].Sha256)))
            throw new GridException($"The file of the head {found[0].Sha256[..12]} is missing; restore it from a backup or train again.");
        await WriteAsync(now => now with { InUse = found[0].Sha256 });
        return found[0];
    }

    /// <inheritdoc/>
    public Task ClearAsync() => WriteAsync(now => now with { InUse = null });

    /// <inheritdoc/>
    public async Task<HeadInfo[]> PruneAsync(int keep, bool dryRun)
    {
        if (!dryRun)
            await WriteAsync(now => now with { Heads = Kept(now) });
        return Kept(State);

        HeadInfo[] Kept(AlignmentGrainState now) => [.. now.Heads.Where((h, i) => i < keep || h.Sha256 == now.InUse)];
    }

    /// <summary>An equal training gives an equal head: it takes the earlier one's place in the list.</summary>
    private Task RecordAsync(HeadInfo head) => WriteAsync(now => now with
    {
        Heads = [head, .. now.Heads.Where(h => h.Sha256 != head.Sha256).Take(MaxHeads - 1)],
        InUse = head.Sha256,
    });

    // Calls interleave at each wait: two writes that began from one state would carry one ETag, and a trained head would be lost.
    private async Task WriteAsync(Func<AlignmentGrainState, AlignmentGrainState> change)
    {
        await _writes.WaitAsync();
        try
        {
            await ReplaceAsync(change(State));
        }
        finally
        {
            _writes.Release();
        }
    }

    private Task ReplaceAsync(AlignmentGrainState next) =>
        state.ReplaceAsync(next, $"The heads for {Modality.Name()} of '{Space}' were changed by someone else meanwhile; try again.");
}
