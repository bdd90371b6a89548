using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace UniBind.Grid.Grains;

/// <summary>One training of one head, from the request to the head: groups first, then folds and trials, each spread over the encoder silos.</summary>
/// <remarks>Used from one grain's turns only.</remarks>
internal sealed class AlignTraining(
    string space, Modality modality, IGrainFactory grains, EncoderSilos silos, SpaceFolder folder, CoordinatorOptions options, ILogger logger)
{
    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly Dictionary<string, string> _atWork = new(StringComparer.Ordinal);
    private AlignProgress _progress = new() { Modality = modality, Step = "reading" };

    /// <summary>How far it is.</summary>
    public AlignProgress Progress => _progress with { Elapsed = Stopwatch.GetElapsedTime(_start) };

    /// <summary>Trains.</summary>
    /// <exception cref="GridException">The request is not feasible, or no item can be used.</exception>
    public async Task<HeadInfo> RunAsync(AlignRequest request, CancellationToken cancellationToken)
    {
        AlignRequests.Check(request, modality);
        var runs = new AlignRuns(space, modality, grains, silos, folder);
        var run = await runs.CreateAsync(request, cancellationToken);
        var groups = await ReadAsync(run, cancellationToken);
        var census = AlignCensus.Of(run, groups);
        _progress = _progress with { Items = census.Train, HeldOut = census.HeldOut, Notes = census.Notes(), Reused = groups.Count(g => g.Reused) };
        census.RequireUsable();
        var encoder = census.Encoder.Length > 0
            ? census.Encoder
            : runs.Encoders.FirstOrDefault(e => e.Pack == run.Pack && e.Modality == modality)?.Sha256
                ?? throw new GridException($"The pack '{run.Pack}' has no encoder of {modality.Name()}.");
        var common = new AlignTrial
        {
            Run = run,
            Groups = [.. groups.Where(g => g.Train + g.HeldOut > 0)],
            Encoder = encoder,
            Aligned = runs.Encoders.Any(e => e.Sha256 == encoder && e.Aligned),
        };
        return await ChooseAsync(new AlignTrials(common), census, cancellationToken);
    }

    /// <summary>Asks the workers how far their trials are.</summary>
    public async Task PollAsync()
    {
        var asked = await Task.WhenAll(_atWork.ToArray().Select(w => TryAskAsync(w.Key, w.Value)));
        var known = asked.OfType<AlignTrialProgress>().Where(p => p.Steps > 0).ToArray();
        if (known.Length > 0)
            _progress = _progress with { Steps = Math.Min(1, known.Average(p => (double)p.Step / p.Steps)) };
    }

    private async Task<IReadOnlyList<AlignGroupSummary>> ReadAsync(AlignRun run, CancellationToken cancellationToken)
    {
        var groups = await SpaceFaults.RunAsync(
            async () =>
            {
                var all = new List<AlignGroup>();
                foreach (var source in run.Sources.Distinct(StringComparer.Ordinal))
                    all.AddRange(await AlignSources.GroupsAsync(run, source, options.AlignGroupItems, cancellationToken));
                return all;
            },
            cancellationToken);
        return await SpreadAsync(run, "reading", groups, (worker, group, ct) => worker.GramAsync(run, group, ct), cancellationToken);
    }

    /// <summary>Tries the settings, by folds where there are any, and trains the best.</summary>
    private async Task<HeadInfo> ChooseAsync(AlignTrials trials, AlignCensus census, CancellationToken cancellationToken)
    {
        AlignScore? folds = null;
        if (trials.UsesFolds)
        {
            var tried = await TrainAsync(trials.Folds(), cancellationToken);
            (trials, folds) = trials.Best(tried);
        }
        else if (trials.NeedsHeldOut && census.HeldOut == 0)
            throw new GridException("Several settings are to be compared and no item is held out to compare them on; raise --hold-out, give --folds, or try one setting.");
        var results = await TrainAsync(trials.Final(), cancellationToken);
        if (results.Max(r => r.ResumedFrom) is var step and > 0)
            _progress = _progress with { Notes = [.. _progress.Notes, $"Went on from the checkpoint of step {step:N0} that an earlier try had left."] };
        var scores = results.Select(r => r.Scores).ToArray();
        var best = scores.All(s => s.Length == 1) ? AlignScores.Best([.. scores.Select(s => s[0])]) : 0;
        var head = results[best].Head!;
        var metrics = new Dictionary<string, double>(head.Metrics);
        if (folds?.Accuracy is { } accuracy)
            metrics["accuracy.folds"] = accuracy;
        if (folds?.Loss is { } loss)
            metrics["loss.folds"] = loss;
        return head with { Metrics = metrics };
    }

    private Task<IReadOnlyList<AlignTrialResult>> TrainAsync(IReadOnlyList<AlignTrial> trials, CancellationToken cancellationToken) =>
        SpreadAsync(trials[0].Run, "training", trials, async (worker, trial, ct) =>
        {
            var id = AlignKeys.OfTrial(trial);
            _atWork[id] = worker.GetPrimaryKeyString();
            try
            {
                return await worker.TrainAsync(trial, id, ct);
            }
            finally
            {
                _atWork.Remove(id);
            }
        }, cancellationToken);

    /// <summary>Runs pieces of work on the encoder silos; one whose silo is lost goes to another.</summary>
    /// <returns>The results in the order of the pieces, whatever the order in which they came.</returns>
    private async Task<IReadOnlyList<TResult>> SpreadAsync<TPiece, TResult>(
        AlignRun run, string step, IReadOnlyList<TPiece> pieces, Func<IAlignWorkerGrain, TPiece, CancellationToken, Task<TResult>> work, CancellationToken cancellationToken)
    {
        var results = new TResult[pieces.Count];
        var done = 0;
        _progress = _progress with { Step = step, Done = 0, Total = pieces.Count, Steps = 0 };
        var spread = new SiloFanOut(silos, run.Pack, run.PackSha256, "Training", options, logger);
        var numbered = pieces.Select((piece, place) => (piece, place)).ToArray();
        await foreach (var (result, place) in spread.RunAsync(
            numbered,
            async (silo, numbered, ct) => (await work(grains.GetGrain<IAlignWorkerGrain>(PinnedKey.For(IAlignWorkerGrain.KeyPrefix, silo)), numbered.piece, ct), numbered.place),
            cancellationToken))
        {
            results[place] = result;
            _progress = _progress with { Done = ++done };
        }
        return results;
    }

    private async Task<AlignTrialProgress?> TryAskAsync(string id, string worker)
    {
        try
        {
            return await grains.GetGrain<IAlignWorkerGrain>(worker).GetProgressAsync(id);
        }
        catch (Exception e) when (TransientFaults.IsTransient(e))
        {
            // Progress is for people; the trial itself tells when its silo is lost.
            return null;
        }
    }
}
