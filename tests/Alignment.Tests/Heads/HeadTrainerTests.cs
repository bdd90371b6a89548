using UniBind.Grid.Testing;

namespace UniBind.Grid.Alignment.Tests;

public sealed class HeadTrainerTests : IDisposable
{
    private const int Raw = 24;
    private const int Classes = 6;
    private readonly TempFolder _folder = new();
    private readonly CenterSet _centers = HeadData.Centers(Classes, [4, 7], 16, 11);

    [Theory]
    [InlineData(HeadStart.Ridge, 1)]
    [InlineData(HeadStart.Orthogonal, 1)]
    [InlineData(HeadStart.Given, 1)]
    [InlineData(HeadStart.Given, 300)]
    public async Task TrainAsync_SeparableItems_ReachesTheirClasses(HeadStart start, float scale)
    {
        var data = Data(scale) with { Start = new Head { Modality = Modality.Audio, Weights = HeadData.Matrix(16, Raw, 3) } };

        var trained = await TrainAsync(data, new HeadTrainingOptions { Start = start, Epochs = 60, Batch = 64, LearningRate = 1e-2, WarmUpSteps = 5 });

        var accuracy = HeadData.Measure(trained.Head, data.HeldOut!, _centers).Accuracy;
        Assert.True(accuracy > 0.95, $"accuracy {accuracy}");
        Assert.Equal(accuracy, trained.Head.Origin.Metrics["accuracy"]);
        Assert.True(trained.Curve[^1].Loss < trained.Curve[1].Loss);
        Assert.Equal("infonce", trained.Head.Origin.Method);
        Assert.Equal("0.07", trained.Head.Origin.Settings["Temperature"]);
        if (start == HeadStart.Given)
            Assert.True(trained.Curve[0].HeldOut!.Accuracy < 0.5);
    }

    [Fact]
    public async Task TrainAsync_Captions_BringsItemsToTheirOwn()
    {
        var map = HeadData.Matrix(16, Raw, 5);
        var train = Captioned(300, 1, map);
        var heldOut = Captioned(80, 2, map);

        var trained = await TrainAsync(
            new HeadTrainingData { Modality = Modality.Audio, Train = train, HeldOut = heldOut, Start = new Head { Modality = Modality.Audio, Weights = HeadData.Matrix(16, Raw, 3) } },
            new HeadTrainingOptions { Target = HeadTarget.Captions, Start = HeadStart.Given, Symmetric = true, Epochs = 100, Batch = 64, LearningRate = 2e-2 });

        Assert.True(trained.Curve[0].HeldOut!.Loss > 4);
        Assert.True(trained.Head.Origin.Metrics["loss"] < 0.5, $"loss {trained.Head.Origin.Metrics["loss"]}");
    }

    [Fact]
    public async Task TrainAsync_IdentityStartOfAnAlignedPack_KeepsTheZeroShotEmbeddingsAtStepZero()
    {
        var train = HeadData.Separable(60, 16, Classes, 1);
        var data = new HeadTrainingData { Modality = Modality.Audio, Train = train, HeldOut = train, Centers = _centers };
        var unit = new float[16 * 16];
        for (var i = 0; i < 16; i++)
            unit[i * 17] = 1;

        var trained = await TrainAsync(data, new HeadTrainingOptions { Start = HeadStart.Identity, Steps = 1, LearningRate = 1e-12 });

        var identity = HeadData.Measure(new Head { Modality = Modality.Audio, Weights = new EmbeddingMatrix(unit, 16, 16) }, train, _centers);
        Assert.Equal(identity.Accuracy, trained.Curve[0].HeldOut!.Accuracy);
        Assert.Equal(identity.Loss!.Value, trained.Curve[0].HeldOut!.Loss!.Value, 1e-6);
    }

    [Fact]
    public async Task TrainAsync_ResumedFromAStoredCheckpoint_GivesTheBitsOfAnUninterruptedRun()
    {
        var options = new HeadTrainingOptions { Batch = 32, Steps = 37, EvaluateEvery = 5, CheckpointEvery = 14, WarmUpSteps = 3, Patience = 6, LearningRate = 3e-3 };
        var paths = new List<string>();
        var whole = await new HeadTrainer(Gemm.Shared).TrainAsync(Data(), options, null, async (checkpoint, ct) =>
        {
            paths.Add(Path.Combine(_folder.Path, $"{checkpoint.Step}.safetensors"));
            await using var stream = File.Create(paths[^1]);
            await checkpoint.WriteAsync(stream, ct);
        }, TestContext.Current.CancellationToken);
        Assert.Equal(["14", "28"], paths.Select(Path.GetFileNameWithoutExtension));

        foreach (var path in paths)
        {
            using var file = SafetensorsFile.Open(path);
            var resumed = await new HeadTrainer(Gemm.Shared).TrainAsync(Data(), options, HeadCheckpoint.Read(file), null, TestContext.Current.CancellationToken);

            Assert.Equal(whole.Head.Weights.Values.ToArray(), resumed.Head.Weights.Values.ToArray());
            Assert.Equal(whole.Head.Bias.ToArray(), resumed.Head.Bias.ToArray());
            Assert.Equal(whole.Curve, resumed.Curve);
        }
    }

    [Fact]
    public async Task TrainAsync_CheckpointOfOtherSettings_IsRefused()
    {
        HeadCheckpoint? last = null;
        var options = new HeadTrainingOptions { Steps = 4, CheckpointEvery = 2 };
        await new HeadTrainer(Gemm.Shared).TrainAsync(Data(), options, null, (checkpoint, _) =>
        {
            last = checkpoint;
            return Task.CompletedTask;
        }, TestContext.Current.CancellationToken);

        var error = await Assert.ThrowsAsync<AlignmentException>(() => new HeadTrainer(Gemm.Shared).TrainAsync(Data(), options with { Seed = 2 }, last, null, TestContext.Current.CancellationToken));

        Assert.Contains("another run", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TrainAsync_TrainingThatOnlyHarms_StopsEarlyAndKeepsTheStart()
    {
        // The held-out items are right from the start, and what is trained on has shuffled labels.
        var data = Data();
        var good = await TrainAsync(data, new HeadTrainingOptions { Epochs = 20, Batch = 64, LearningRate = 1e-2 });
        var wrong = data.Train with { Classes = [.. data.Train.Classes!.Select(c => (c + 1) % Classes)] };

        var trained = await TrainAsync(
            data with { Train = wrong, Start = good.Head },
            new HeadTrainingOptions { Start = HeadStart.Given, Steps = 400, Batch = 64, LearningRate = 0.1, EvaluateEvery = 2, Patience = 3 });

        Assert.True(trained.StoppedEarly);
        Assert.Equal(0, trained.BestStep);
        Assert.Equal(6, trained.Steps);
        var length = trained.Head.Weights.Values.Span[0] / good.Head.Weights.Values.Span[0];
        for (var i = 0; i < good.Head.Weights.Values.Length; i++)
            Assert.Equal(good.Head.Weights.Values.Span[i], trained.Head.Weights.Values.Span[i] / length, 1e-4);
        Assert.True(trained.Curve[^1].HeldOut!.Accuracy < trained.Curve[0].HeldOut!.Accuracy);
    }

    [Fact]
    public async Task TrainAsync_SameSeed_GivesTheSameBitsAndAnotherSeedOthers()
    {
        var options = new HeadTrainingOptions { Epochs = 3, Batch = 32, Start = HeadStart.Orthogonal };

        var (first, second, other) = (await TrainAsync(Data(), options), await TrainAsync(Data(), options), await TrainAsync(Data(), options with { Seed = 7 }));

        Assert.Equal(first.Curve, second.Curve);
        Assert.NotEqual(first.Curve[1].Loss, other.Curve[1].Loss);
    }

    [Fact]
    public async Task TrainAsync_ZeroSteps_IsAnError()
    {
        var error = await Assert.ThrowsAsync<AlignmentException>(() => TrainAsync(Data(), new HeadTrainingOptions { Epochs = 0 }));
        Assert.Contains("zero steps", error.Message, StringComparison.Ordinal);

        var empty = new HeadExamples { Raw = new EmbeddingMatrix(default, 0, Raw), Classes = [] };
        error = await Assert.ThrowsAsync<AlignmentException>(() => TrainAsync(Data() with { Train = empty }, new HeadTrainingOptions()));
        Assert.Contains("no step", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public async Task TrainAsync_RawValueThatIsNotFinite_NamesTheRow(float value)
    {
        var data = Data();
        var raw = data.Train.Raw.Values.ToArray();
        raw[(5 * Raw) + 3] = value;

        var error = await Assert.ThrowsAsync<AlignmentException>(() => TrainAsync(data with { Train = data.Train with { Raw = new EmbeddingMatrix(raw, data.Train.Count, Raw) } }, new HeadTrainingOptions()));

        Assert.Contains("Row 5", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TrainAsync_ItemWithoutClassAgainstCenters_IsNamed()
    {
        var data = Data();
        int[] classes = [.. data.Train.Classes!];
        classes[9] = -1;

        var error = await Assert.ThrowsAsync<AlignmentException>(() => TrainAsync(data with { Train = data.Train with { Classes = classes } }, new HeadTrainingOptions()));

        Assert.Contains("Item 9", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TrainAsync_CancelledAtACheckpoint_Stops()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var steps = 0;

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new HeadTrainer(Gemm.Shared).TrainAsync(
            Data(), new HeadTrainingOptions { Steps = 1000, CheckpointEvery = 1 }, null, (checkpoint, _) =>
            {
                steps = checkpoint.Step;
                if (steps == 3)
                    stop.Cancel();
                return Task.CompletedTask;
            }, stop.Token));

        Assert.Equal(3, steps);
    }

    public void Dispose() => _folder.Dispose();

    private static HeadExamples Captioned(int count, int seed, EmbeddingMatrix map)
    {
        var raw = HeadData.Matrix(count, Raw, seed);
        var captions = new float[count * map.Rows];
        Gemm.Shared.Multiply(raw.Operand(), map.Operand().Transpose, captions);
        return new HeadExamples { Raw = raw, Captions = new EmbeddingMatrix(captions, count, map.Rows) };
    }

    private static Task<HeadTraining> TrainAsync(HeadTrainingData data, HeadTrainingOptions options) =>
        new HeadTrainer(Gemm.Shared).TrainAsync(data, options, cancellationToken: TestContext.Current.CancellationToken);

    private HeadTrainingData Data(float scale = 1) => new()
    {
        Modality = Modality.Audio,
        Train = HeadData.Separable(240, Raw, Classes, 1, scale: scale),
        HeldOut = HeadData.Separable(120, Raw, Classes, 2, scale: scale),
        Centers = _centers,
    };
}
