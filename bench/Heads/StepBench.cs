namespace UniBind.Grid.Alignment.Bench;

/// <summary>A whole training step: gathering the batch, projection, logits, softmax, gradients, clipping, AdamW.</summary>
internal static class StepBench
{
    private const int Batch = 1024;
    private const int Items = 8 * Batch;

    public static double Run(string name, Gemm gemm, int raw, int dimension, int classes, bool symmetric, int rounds)
    {
        const int RowsPerClass = 50;
        var negatives = classes == 0 ? Batch : classes * RowsPerClass;
        var train = new HeadExamples
        {
            Raw = Random(Items, raw, 1),
            Captions = classes == 0 ? Random(Items, dimension, 2) : null,
            Classes = classes == 0 ? null : [.. Enumerable.Range(0, Items).Select(i => i % classes)],
        };
        var centers = classes == 0 ? null : new CenterSet(
            [.. Enumerable.Range(0, classes).Select(c => $"class {c}")], [.. Enumerable.Range(0, classes + 1).Select(c => c * RowsPerClass)],
            HeadMath.Normalised(Random(negatives, dimension, 3)), [.. Enumerable.Repeat(CenterSet.AllModalities, negatives)], _ => "");
        var options = new HeadTrainingOptions
        {
            Target = classes == 0 ? HeadTarget.Captions : HeadTarget.Centers,
            Symmetric = symmetric,
            Batch = Batch,
            Steps = 1_000_000,
            EvaluateEvery = 1_000_000,
            Start = HeadStart.Given,
        };
        var start = new Head { Modality = Modality.Image, Weights = Random(dimension, raw, 4) };
        var run = new TrainingRun(new TrainingProblem(new HeadTrainingData { Modality = Modality.Image, Train = train, Centers = centers, Start = start }, options), gemm, default(CancellationToken));

        PlainMatMul[] plain =
        [
            new(Batch, raw, dimension, gemm.Threads),
            new(Batch, dimension, negatives, gemm.Threads),
            new(Batch, negatives, dimension, gemm.Threads),
            new(dimension, Batch, raw, gemm.Threads),
        ];
        var ratio = Comparison.Run(name, plain, () => run.Step(CancellationToken.None), rounds);
        foreach (var product in plain)
            product.Dispose();
        return ratio;
    }

    public static EmbeddingMatrix Random(int rows, int columns, int seed)
    {
        var random = new Random(seed);
        var values = new float[rows * columns];
        for (var i = 0; i < values.Length; i++)
            values[i] = random.NextSingle() - 0.5f;
        return new EmbeddingMatrix(values, rows, columns);
    }
}
