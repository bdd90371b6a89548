using System.Collections.Concurrent;
using UniBind.Grid.Alignment;
using UniBind.Grid.Corpora;

namespace UniBind.Grid.Grains;

/// <summary>Runs trials on an encoder silo: reads the items, trains, measures, stores the head.</summary>
/// <remarks>Thread-safe; a singleton of the encoder silo. A trial has every core that it can use, so few run at a time; the others wait.</remarks>
public sealed class TrialRunner(SpaceFolder folder, ContrastiveTrials contrastive, ClosedFormTrials closedForm, LabelTrials labels) : IDisposable
{
    private readonly ConcurrentDictionary<string, AlignTrialProgress> _progress = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _slots = new(Math.Max(1, Environment.ProcessorCount / 8));

    /// <summary>How far a trial is; null when it is not at work here.</summary>
    public AlignTrialProgress? ProgressOf(string id) => _progress.GetValueOrDefault(id);

    /// <summary>Runs a trial.</summary>
    /// <exception cref="AlignmentException">Settings do not fit the data, or a value is not finite.</exception>
    /// <exception cref="CorpusException">A part cannot be read.</exception>
    public async Task<AlignTrialResult> RunAsync(AlignTrial trial, string id, CancellationToken cancellationToken)
    {
        _progress[id] = new AlignTrialProgress(0, 0);
        await _slots.WaitAsync(cancellationToken);
        try
        {
            using var targets = AlignTargetsOnDisk.Open(trial.Run, folder.Blobs);
            var outcome = trial.Run.Method switch
            {
                AlignMethods.InfoNce => await contrastive.RunAsync(trial, targets, progress => _progress[id] = progress, cancellationToken),
                AlignMethods.Labels => await labels.RunAsync(trial, targets, cancellationToken),
                _ => await closedForm.RunAsync(trial, targets, cancellationToken),
            };
            return new AlignTrialResult
            {
                Head = outcome.Head is { } head ? await StoreAsync(trial, head, cancellationToken) : null,
                Lambdas = [.. outcome.Lambdas],
                Scores = [.. outcome.Scores],
                ResumedFrom = outcome.ResumedFrom,
            };
        }
        finally
        {
            _slots.Release();
            _progress.TryRemove(id, out _);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _slots.Dispose();

    /// <summary>The blob says nothing of time and place, so that equal trainings give one blob; when it was trained stands in the grain's list.</summary>
    private async Task<HeadInfo> StoreAsync(AlignTrial trial, Head head, CancellationToken cancellationToken)
    {
        var stored = head with { Origin = TrialOrigins.Complete(trial, head.Origin) };
        return new HeadInfo
        {
            Modality = head.Modality,
            Sha256 = await SpaceStore.PutHeadAsync(folder.Blobs, stored, cancellationToken),
            Method = stored.Origin.Method,
            Encoder = stored.Origin.Encoder,
            RawDimension = stored.RawDimension,
            Dimension = stored.Dimension,
            Items = stored.Origin.Items,
            Metrics = stored.Origin.Metrics.ToDictionary(m => m.Key, m => m.Value),
            Created = DateTimeOffset.UtcNow,
        };
    }
}
