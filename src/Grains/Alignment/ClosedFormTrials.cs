using UniBind.Grid.Alignment;

namespace UniBind.Grid.Grains;

/// <summary>Trials of closed-form heads. The Gram matrices of the groups are summed in the order of the plan, in double, whoever made them: the head is the same for any number of silos.</summary>
/// <remarks>Thread-safe; a singleton of the encoder silo.</remarks>
public sealed class ClosedFormTrials(TrialData data, SpaceFolder folder)
{
    internal async Task<TrialOutcome> RunAsync(AlignTrial trial, AlignTargetsOnDisk targets, CancellationToken cancellationToken)
    {
        var (_, heldOut) = await data.LoadAsync(trial, targets, train: false, cancellationToken);
        return await OnThreadOfItsOwn(() => Solve(trial, targets, heldOut, cancellationToken));
    }

    private TrialOutcome Solve(AlignTrial trial, AlignTargetsOnDisk targets, HeadExamples heldOut, CancellationToken cancellationToken)
    {
        var all = Sum(trial.Groups.SelectMany(g => g.Grams), cancellationToken);
        var gram = trial.Fold < 0 ? all : Sum(trial.Groups.SelectMany(g => g.Grams.Where((_, fold) => fold != trial.Fold)), cancellationToken);
        double[] lambdas = trial.Run.Method == AlignMethods.Procrustes ? [0] : [.. trial.Lambdas];
        if (lambdas.Length == 0)
            lambdas = Default(all, chosen: trial.Fold >= 0 || heldOut.Count > 0);
        (Head Head, AlignScore? Score, int Place)? best = null;
        var scores = new List<AlignScore>();
        foreach (var lambda in lambdas)
        {
            var head = trial.Run.Method == AlignMethods.Procrustes
                ? ProcrustesSolver.Solve(gram, trial.Run.Modality, Gemm.Shared, cancellationToken: cancellationToken)
                : RidgeSolver.Solve(gram, trial.Run.Modality, lambda, Gemm.Shared, cancellationToken: cancellationToken);
            var score = TrialMetrics.Measure(head, heldOut, targets.Centers, trial, cancellationToken);
            if (score is not null)
                scores.Add(score);
            if (best is null || (score is not null && AlignScores.IsBetter(score, best.Value.Score!)))
                best = (head, score, scores.Count - 1);
        }
        if (trial.Fold >= 0)
            return new TrialOutcome(null, scores) { Lambdas = lambdas };
        var metrics = TrialMetrics.Of(trial, heldOut, targets.Centers, best!.Value.Score, cancellationToken);
        return new TrialOutcome(TrialMetrics.Complete(trial, best.Value.Head, metrics, heldOut, targets.Centers), scores) { Lambdas = lambdas };
    }

    /// <summary>All nine where something tells which is best, else the middle one.</summary>
    private static double[] Default(GramMatrix gram, bool chosen)
    {
        var grid = RidgeSolver.Grid(gram);
        return chosen ? [.. grid] : [grid[grid.Count / 2]];
    }

    private GramMatrix Sum(IEnumerable<string> blobs, CancellationToken cancellationToken) => GramMatrix.Sum(blobs.Where(sha => sha.Length > 0).Select(sha =>
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var file = SafetensorsFile.Open(folder.Blobs.Require(sha));
        return GramMatrix.Read(file);
    }));

    /// <summary>Seconds of solving are not for the thread pool's few threads.</summary>
    private static Task<T> OnThreadOfItsOwn<T>(Func<T> work) =>
        Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}
