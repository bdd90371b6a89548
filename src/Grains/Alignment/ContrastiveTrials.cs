using System.Diagnostics;
using UniBind.Grid.Alignment;
using UniBind.Grid.Corpora;

namespace UniBind.Grid.Grains;

/// <summary>Trials of contrastive training (InfoNCE). A checkpoint is kept in the folder of spaces, so that another silo can go on with the trial.</summary>
/// <remarks>Thread-safe; a singleton of the encoder silo.</remarks>
public sealed class ContrastiveTrials(TrialData data, SpaceFolder folder, Microsoft.Extensions.Options.IOptions<AlignSiloOptions> options)
{
    internal async Task<TrialOutcome> RunAsync(AlignTrial trial, AlignTargetsOnDisk targets, Action<AlignTrialProgress> report, CancellationToken cancellationToken)
    {
        var (train, heldOut) = await data.LoadAsync(trial, targets, train: true, cancellationToken);
        var settings = SettingsOf(trial, train, targets);
        settings.Validate();
        var checkpoints = new KeyedFiles(folder.AlignmentFolder(trial.Run.Space, "checkpoints"));
        var key = AlignKeys.OfTrial(trial);
        var resume = Resume(checkpoints, key);
        var last = Stopwatch.GetTimestamp();
        var training = await new HeadTrainer(Gemm.Shared).TrainAsync(
            new HeadTrainingData { Modality = trial.Run.Modality, Train = train, HeldOut = heldOut.Count > 0 ? heldOut : null, Centers = targets.Centers },
            settings,
            resume,
            async (checkpoint, ct) =>
            {
                report(new AlignTrialProgress(checkpoint.Step, settings.Epochs * settings.CheckpointEvery));
                if (Stopwatch.GetElapsedTime(last) < options.Value.CheckpointInterval)
                    return;
                await checkpoints.ReplaceAsync(key, stream => checkpoint.WriteAsync(stream, ct), ct);
                last = Stopwatch.GetTimestamp();
            },
            cancellationToken);
        var measured = TrialMetrics.Measure(training.Head, heldOut, targets.Centers, trial, cancellationToken);
        checkpoints.Remove(key);
        var metrics = TrialMetrics.Of(trial, heldOut, targets.Centers, measured, cancellationToken);
        metrics["steps"] = training.Steps;
        metrics["steps.best"] = training.BestStep;
        return new TrialOutcome(
            trial.Fold >= 0 ? null : TrialMetrics.Complete(trial, training.Head, metrics, heldOut, targets.Centers),
            measured is null ? [] : [measured])
        { ResumedFrom = resume?.Step ?? 0 };
    }

    private static HeadTrainingOptions SettingsOf(AlignTrial trial, HeadExamples train, AlignTargetsOnDisk targets)
    {
        var wanted = trial.Run.Options;
        var stepsOfEpoch = Math.Max(1, (train.Count + wanted.Batch - 1) / Math.Max(1, wanted.Batch));
        var dimension = targets.Centers?.Dimension ?? train.Captions?.Columns ?? 0;
        return new HeadTrainingOptions
        {
            Target = trial.Run.Target == AlignTargets.Captions ? HeadTarget.Captions : HeadTarget.Centers,
            Temperature = trial.Temperature,
            ScoreBeta = trial.Run.Target == AlignTargets.Captions ? 0 : BetaOf(ScoreRules.Of(trial)),
            Symmetric = wanted.Symmetric,
            SameClassMask = wanted.MaskSameClass && train.Classes is not null,
            LearningRate = trial.LearningRate,
            WeightDecay = wanted.WeightDecay,
            ClipNorm = wanted.Clip,
            Schedule = HeadSchedule.Linear,
            WarmUpSteps = (int)(wanted.WarmUp * wanted.Epochs * stepsOfEpoch),
            Batch = wanted.Batch,
            Epochs = wanted.Epochs,
            Patience = wanted.Patience,
            CheckpointEvery = stepsOfEpoch,
            Seed = (ulong)trial.Seed,
            Start = wanted.Start switch
            {
                "identity" => HeadStart.Identity,
                "ridge" => HeadStart.Ridge,
                "orthogonal" => HeadStart.Orthogonal,
                _ => trial.Aligned && train.Raw.Columns == dimension ? HeadStart.Identity : HeadStart.Ridge,
            },
        };
    }

    /// <summary>The loss knows the greatest similarity (0) and its smooth form; a rule by means is trained by the greatest.</summary>
    private static double BetaOf(ScoreRule rule) => rule.Kind == ScoreKind.LogSumExp ? rule.Beta : 0;

    /// <summary>A checkpoint that cannot be read is none: the trial begins anew.</summary>
    private static HeadCheckpoint? Resume(KeyedFiles checkpoints, string key)
    {
        if (checkpoints.Find(key) is not { } path)
            return null;
        try
        {
            using var file = SafetensorsFile.Open(path);
            return HeadCheckpoint.Read(file);
        }
        catch (AlignmentException)
        {
            checkpoints.Remove(key);
            return null;
        }
    }
}
