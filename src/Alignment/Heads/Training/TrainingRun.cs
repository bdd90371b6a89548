using System.Numerics.Tensors;

namespace UniBind.Grid.Alignment;

/// <summary>A run under way.</summary>
/// <remarks>Not thread-safe.</remarks>
internal sealed class TrainingRun
{
    private readonly TrainingProblem _problem;
    private readonly Gemm _gemm;
    private readonly InfoNceStep _step;
    private readonly AdamW _optimiser;
    private readonly HeadParameters _parameters;
    private readonly HeadParameters _gradient;
    private readonly HeadParameters _best;
    private float[] _raw = [];
    private float[] _captions = [];

    /// <summary>Starts a run.</summary>
    public TrainingRun(TrainingProblem problem, Gemm gemm, CancellationToken cancellationToken)
        : this(problem, gemm, TrainingStart.Of(problem, gemm, cancellationToken))
    {
        Progress = new TrainingProgress { Run = problem.Run };
        Measure(0, null, cancellationToken);
    }

    /// <summary>Goes on with a run.</summary>
    public TrainingRun(TrainingProblem problem, Gemm gemm, HeadCheckpoint checkpoint)
        : this(problem, gemm, checkpoint, Check(problem, checkpoint))
    {
    }

    private TrainingRun(TrainingProblem problem, Gemm gemm, HeadCheckpoint checkpoint, TrainingProgress progress)
        : this(problem, gemm, checkpoint.Part(0), checkpoint.Part(1), checkpoint.Part(2), checkpoint.Part(3)) => Progress = progress;

    private TrainingRun(TrainingProblem problem, Gemm gemm, HeadParameters start)
        : this(problem, gemm, start, start.ZeroLike(), start.ZeroLike(), start.Copy())
    {
    }

    private TrainingRun(TrainingProblem problem, Gemm gemm, HeadParameters parameters, HeadParameters first, HeadParameters second, HeadParameters best)
    {
        _problem = problem;
        _gemm = gemm;
        _parameters = parameters;
        _gradient = parameters.ZeroLike();
        _best = best;
        _step = new InfoNceStep(problem.Options, gemm);
        _optimiser = new AdamW(problem.Options, problem.Steps, first, second);
    }

    public TrainingProgress Progress { get; private set; } = new();

    public bool IsOver => Progress.Stopped || Progress.Step >= _problem.Steps;

    /// <summary>The parameters to keep: of the best measurement, or of the last step where nothing is held out.</summary>
    public HeadParameters Best => _problem.Data.HeldOut is null ? _parameters : _best;

    /// <summary>One step, and a measurement where one is due.</summary>
    public void Step(CancellationToken cancellationToken)
    {
        var step = Progress.Step;
        var items = _problem.Order.Of(step);
        var classes = new int[_problem.Classes.Length == 0 ? 0 : items.Length];
        for (var i = 0; i < classes.Length; i++)
            classes[i] = _problem.Classes[items[i]];
        var raw = Gather(ref _raw, _problem.Data.Train.Raw, items);
        TensorPrimitives.Multiply(raw.Span, _problem.Scale, raw.Span);
        var captions = _problem.Captions is { } all ? Gather(ref _captions, all, items) : default;

        var loss = _step.Run(_parameters, raw, items.Length, captions, captions.IsEmpty ? _problem.Block : null, classes, _gradient);
        if (!double.IsFinite(loss) || !TensorPrimitives.IsFiniteAll<float>(_gradient.Weights))
            throw new AlignmentException($"The training of {_problem.Data.Modality.Name()} diverged at step {step + 1}; give a lower learning rate, or look for outliers among the raw embeddings.");
        _optimiser.Clip(_gradient);
        _optimiser.Step(step, _parameters, _gradient);
        Progress = Progress with { Step = step + 1, LossSum = Progress.LossSum + loss, LossCount = Progress.LossCount + 1 };
        if ((step + 1) % _problem.EvaluateEvery == 0 || step + 1 == _problem.Steps)
            Measure(_optimiser.RateOf(step), Progress.LossSum / Progress.LossCount, cancellationToken);
    }

    /// <summary>All of the run as it stands; copied.</summary>
    public HeadCheckpoint Checkpoint() => new(Progress, _parameters, _optimiser.First, _optimiser.Second, _best);

    private void Measure(double rate, double? loss, CancellationToken cancellationToken)
    {
        var metrics = _problem.Data.HeldOut is { } heldOut ? Measure(heldOut, cancellationToken) : null;
        var better = metrics is not null && (Progress.Best is null || metrics.BetterThan(Progress.Best));
        if (better)
            _best.CopyFrom(_parameters);
        var stale = better || metrics is null ? 0 : Progress.Stale + 1;
        Progress = Progress with
        {
            Curve = [.. Progress.Curve, new HeadTrainingPoint(Progress.Step, rate, loss, metrics)],
            Best = better ? metrics : Progress.Best,
            BestStep = better || metrics is null ? Progress.Step : Progress.BestStep,
            Stale = stale,
            Stopped = _problem.Options.Patience > 0 && stale >= _problem.Options.Patience,
            LossSum = 0,
            LossCount = 0,
        };
    }

    private HeadMetrics Measure(HeadExamples heldOut, CancellationToken cancellationToken)
    {
        var head = _problem.ToHead(_parameters);
        var block = heldOut.Classes is null ? null : _problem.Block;
        var metrics = HeadEvaluator.Evaluate(head.Weights, head.Bias, heldOut, block, _problem.Options.Temperature, _gemm, cancellationToken, _problem.Options.Rule);
        return metrics.Accuracy is null && metrics.Loss is null
            ? throw new AlignmentException($"The held-out items of {_problem.Data.Modality.Name()} have neither a class among the centers nor a caption, so that nothing can be measured on them; leave them out or label them.")
            : metrics;
    }

    private static Memory<float> Gather(ref float[] buffer, EmbeddingMatrix from, ReadOnlySpan<int> items)
    {
        if (buffer.Length < items.Length * from.Columns)
            buffer = GC.AllocateUninitializedArray<float>(items.Length * from.Columns);
        for (var i = 0; i < items.Length; i++)
            from.Row(items[i]).CopyTo(buffer.AsSpan(i * from.Columns));
        return buffer.AsMemory(0, items.Length * from.Columns);
    }

    private static TrainingProgress Check(TrainingProblem problem, HeadCheckpoint checkpoint) =>
        checkpoint.Progress.Run == problem.Run && checkpoint.Rows == problem.Dimension && checkpoint.Columns == problem.RawDimension
            ? checkpoint.Progress
            : throw new AlignmentException($"The checkpoint is of another run than this training of {problem.Data.Modality.Name()}: its data or settings differ; start the training again.");
}
