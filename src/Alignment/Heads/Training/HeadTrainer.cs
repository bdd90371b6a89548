using System.Globalization;

namespace UniBind.Grid.Alignment;

/// <summary>
/// Trains the head of one modality with InfoNCE on raw embeddings that lie in memory. Source: sections 1.5 and 6.6 of the method; unlike the
/// released code it refuses a run without steps, always measures where items are held out, and keeps the best step.
/// </summary>
/// <param name="gemm">The products; stays the caller's.</param>
/// <remarks>
/// Thread-safe; each run has a thread of its own and never blocks the thread pool. Equal data, options and <see cref="Gemm.Threads"/> give equal
/// bits. Inside, raw embeddings and the projections of the start are scaled to a mean square length of 1, so that one learning rate fits encoders
/// and starts of any scale; the first factor is folded into W at the end, and embeddings do not depend on the second.
/// </remarks>
public sealed class HeadTrainer(Gemm gemm)
{
    /// <summary>Trains.</summary>
    /// <param name="data">The items, and the centers where they are needed.</param>
    /// <param name="options">The settings.</param>
    /// <param name="resume">A checkpoint of the same run, to go on from; null to start.</param>
    /// <param name="checkpoint">Is given a checkpoint every <see cref="HeadTrainingOptions.CheckpointEvery"/> steps, and awaited; null for none.</param>
    /// <param name="cancellationToken">Checked at every step.</param>
    /// <exception cref="AlignmentException">Settings or data cannot be trained with, the run would have no step, the checkpoint is another run's, or the training diverged.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    public Task<HeadTraining> TrainAsync(
        HeadTrainingData data,
        HeadTrainingOptions options,
        HeadCheckpoint? resume = null,
        Func<HeadCheckpoint, CancellationToken, Task>? checkpoint = null,
        CancellationToken cancellationToken = default) =>
        Task.Factory.StartNew(() => Train(data, options, resume, checkpoint, cancellationToken), cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private HeadTraining Train(HeadTrainingData data, HeadTrainingOptions options, HeadCheckpoint? resume, Func<HeadCheckpoint, CancellationToken, Task>? checkpoint, CancellationToken cancellationToken)
    {
        var problem = new TrainingProblem(data, options);
        var run = resume is null ? new TrainingRun(problem, gemm, cancellationToken) : new TrainingRun(problem, gemm, resume);
        while (!run.IsOver)
        {
            cancellationToken.ThrowIfCancellationRequested();
            run.Step(cancellationToken);
            if (checkpoint is not null && options.CheckpointEvery > 0 && run.Progress.Step % options.CheckpointEvery == 0)
                checkpoint(run.Checkpoint(), cancellationToken).GetAwaiter().GetResult(); // the thread is this run's own
        }
        return Finish(problem, run);
    }

    private static HeadTraining Finish(TrainingProblem problem, TrainingRun run)
    {
        var (options, progress) = (problem.Options, run.Progress);
        var metrics = new Dictionary<string, double> { ["steps"] = progress.Step, ["best_step"] = progress.BestStep };
        foreach (var (name, value) in progress.Best?.ByName() ?? new Dictionary<string, double>())
            metrics[name] = value;
        foreach (var (name, value) in progress.Curve[0].HeldOut?.ByName("start_") ?? new Dictionary<string, double>())
            metrics[name] = value;
        if (progress.Curve[^1].Loss is { } loss)
            metrics["train_loss"] = loss;
        var settings = typeof(HeadTrainingOptions).GetProperties()
            .ToDictionary(p => p.Name, p => Convert.ToString(p.GetValue(options), CultureInfo.InvariantCulture) ?? "", StringComparer.Ordinal);
        var head = problem.ToHead(run.Best) with
        {
            Origin = new HeadOrigin { Method = "infonce", Settings = settings, Metrics = metrics, Items = problem.Data.Train.Count },
        };
        return new HeadTraining(head, progress.Curve, progress.Step, progress.BestStep, progress.Stopped);
    }
}
