using System.Globalization;
using System.Numerics.Tensors;

namespace UniBind.Grid.Alignment;

/// <summary>The data of a run, checked and made ready: scale, normalised captions, rows of centers, number of steps.</summary>
internal sealed class TrainingProblem
{
    public TrainingProblem(HeadTrainingData data, HeadTrainingOptions options)
    {
        options.Validate();
        (Data, Options) = (data, options);
        var (train, centers, name) = (data.Train, data.Centers, data.Modality.Name());
        Dimension = centers?.Dimension ?? train.Captions?.Columns
            ?? throw new AlignmentException($"The items of {name} have neither captions nor centers, so that there is nothing to train towards.");
        if (train.Count < 2)
            throw new AlignmentException($"There are {train.Count} items of {name} to train on, so that the training would have no step; at least 2 are needed.");
        train.Check("training items", Dimension, centers);
        data.HeldOut?.Check("held-out items", Dimension, centers);
        if (data.HeldOut is { } heldOut && heldOut.Raw.Columns != train.Raw.Columns)
            throw new AlignmentException($"The training items of {name} have {train.Raw.Columns} raw values and the held-out ones {heldOut.Raw.Columns}; both must come from one encoder.");
        Block = centers is null ? null : CenterBlock.Of(centers, data.Modality);
        Captions = options.Target == HeadTarget.Captions && train.Captions is { } captions ? HeadMath.Normalised(captions) : null;
        Classes = train.Classes is { } classes ? [.. classes] : [];
        CheckTarget();

        Order = new BatchOrder(train.Count, options.Batch, options.Seed);
        Steps = options.Steps > 0 ? options.Steps : checked(options.Epochs * Order.StepsPerEpoch);
        EvaluateEvery = options.EvaluateEvery > 0 ? options.EvaluateEvery : Order.StepsPerEpoch;
        var squares = 0.0;
        for (var i = 0; i < train.Count; i++)
            squares += TensorPrimitives.SumOfSquares(train.Raw.Row(i));
        if (!(squares > 0) || double.IsInfinity(squares))
            throw new AlignmentException($"The raw embeddings of {name} are all zero, or too great to be squared; embed the items again.");
        Scale = (float)(1 / Math.Sqrt(squares / train.Count));
        Run = string.Create(CultureInfo.InvariantCulture, $"{name} {train.Count}x{train.Raw.Columns}->{Dimension} of {squares:R}, {data.HeldOut?.Count} held out, {Block?.Rows.Rows} rows, {options with { CheckpointEvery = 0 }}");
    }

    public HeadTrainingData Data { get; }

    public HeadTrainingOptions Options { get; }

    public int Dimension { get; }

    public int RawDimension => Data.Train.Raw.Columns;

    /// <summary>The rows of the centers that count for the modality; null for none.</summary>
    public CenterBlock? Block { get; }

    /// <summary>The captions, rows of length 1; null when centers are the target.</summary>
    public EmbeddingMatrix? Captions { get; }

    /// <summary>The classes; empty for none.</summary>
    public int[] Classes { get; }

    public BatchOrder Order { get; }

    public int Steps { get; }

    public int EvaluateEvery { get; }

    /// <summary>Raw values are multiplied by it inside.</summary>
    public float Scale { get; }

    /// <summary>What tells this run from others.</summary>
    public string Run { get; }

    /// <summary>The parameters of a head in the scale of the training.</summary>
    public HeadParameters FromHead(Head head)
    {
        var parameters = HeadParameters.Zero(Dimension, RawDimension, Options.Bias);
        TensorPrimitives.Divide(head.Weights.Values.Span, Scale, parameters.Weights);
        if (Options.Bias)
            head.Bias.Span.CopyTo(parameters.Bias);
        return parameters;
    }

    /// <summary>The head that parameters are, in the scale of the raw values.</summary>
    public Head ToHead(HeadParameters parameters)
    {
        var weights = new float[parameters.Weights.Length];
        TensorPrimitives.Multiply(parameters.Weights, Scale, weights);
        return new Head { Modality = Data.Modality, Weights = new EmbeddingMatrix(weights, Dimension, RawDimension), Bias = parameters.Bias.ToArray() };
    }

    private void CheckTarget()
    {
        var name = Data.Modality.Name();
        if (Options.Target == HeadTarget.Captions)
        {
            if (Captions is null)
                throw new AlignmentException($"The items of {name} have no captions to train towards; give captions, or train towards the centers.");
            if (Options.SameClassMask && Classes.Length == 0)
                throw new AlignmentException($"The items of {name} have no classes, which the same-class mask needs; give labels, or leave the mask.");
            return;
        }
        if (Block is null || Classes.Length == 0)
            throw new AlignmentException($"The items of {name} have no classes or there are no centers to train towards; give both, or train towards captions.");
        for (var i = 0; i < Classes.Length; i++)
        {
            if (Classes[i] < 0)
                throw new AlignmentException($"Item {i} of {name} has no class among the centers; leave it out, or add its class to the space.");
            if (Block.Starts[Classes[i]] == Block.Starts[Classes[i] + 1])
                throw new AlignmentException($"The class '{Data.Centers!.Classes[Classes[i]]}' has no row for {name}, so that nothing can be trained towards it.");
        }
    }
}
