using FsCheck;
using FsCheck.Fluent;

namespace UniBind.Grid.Alignment.Tests;

public sealed class EvaluatorTests
{
    private static readonly Modality[] Two = [Modality.Image, Modality.Audio];

    [Fact]
    public void Run_CalibratedItems_AreLeftOutAndCounted()
    {
        var input = EvaluationSets.Clouds(3, 20, modalities: Two);
        var calibrated = input.Items.Take(30).Select(i => i.Id).ToHashSet();

        var result = EvaluationSets.Run(input with { CalibratedIds = calibrated }, EvaluationSets.Quick);
        var without = EvaluationSets.Run(EvaluationSets.Input(input.Items.Select((item, i) => (item, input.Embeddings.Row(i).ToArray())).Skip(30), input.Centers), EvaluationSets.Quick);

        Assert.Equal(30, result.Calibrated);
        Assert.Equal(input.Items.Count - 30, result.Modalities.Sum(m => m.Items));
        Assert.Equal(without.Metrics, result.Metrics, (a, b) => a!.Name == b!.Name && a.Value == b.Value && a.N == b.N);
        Assert.Contains(result.Notes, n => n.StartsWith("30 items are left out", StringComparison.Ordinal));
    }

    [Fact]
    public void Run_NothingLeft_SaysWhy()
    {
        var input = EvaluationSets.Clouds(3, 2, modalities: Two);
        var error = Assert.Throws<AlignmentException>(() => EvaluationSets.Run(input with { CalibratedIds = input.Items.Select(i => i.Id).ToHashSet() }, EvaluationSets.Quick));
        Assert.Contains("16 of them left out because their labels went into the centers", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_RowsInAnotherOrder_SameNumbers()
    {
        var input = EvaluationSets.Clouds(4, 15, grouped: true, modalities: Two);
        var order = Enumerable.Range(0, input.Items.Count).ToArray();
        new Random(9).Shuffle(order);

        var shuffled = EvaluationSets.Run(input with { Items = [.. order.Select(i => input.Items[i])], Embeddings = input.Embeddings.Take(order) }, EvaluationSets.Quick);

        Assert.Equal(EvaluationSets.Run(input, EvaluationSets.Quick).Metrics, shuffled.Metrics, (a, b) => a! with { Replicates = [] } == b! with { Replicates = [] });
    }

    [Fact]
    public void Run_AnyItems_RecognitionAndRetrievalAreThoseOfBruteForce() =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), seed =>
        {
            var input = EvaluationSets.Clouds(seed, 6, noise: 1.2, modalities: Two);
            var result = EvaluationSets.Run(input, EvaluationSets.Quick);
            float Score(int item, int c) => input.Embeddings.Row(item)[c];
            var images = Enumerable.Range(0, input.Items.Count).Where(i => input.Items[i].Modality == Modality.Image).ToArray();
            var audio = Enumerable.Range(0, input.Items.Count).Except(images).ToArray();
            var top1 = images.Average(i => $"c{Enumerable.Range(0, 4).MaxBy(c => Score(i, c))}" == input.Items[i].Labels[0] ? 1.0 : 0);
            double Cosine(int a, int b) => Dot(a, b) / Math.Sqrt(Dot(a, a) * Dot(b, b));
            double Dot(int a, int b) => GeometrySums.Dot(input.Embeddings.Row(a), input.Embeddings.Row(b));
            var hits = images.Select(i => audio.OrderByDescending(j => Cosine(i, j)).Select(j => input.Items[i].Labels[0] == input.Items[j].Labels[0]).ToArray()).ToArray();
            return Math.Abs(result.Value("image.top1") - top1) < 1e-9
                && Math.Abs(result.Value("image->audio.r1") - hits.Average(h => h[0] ? 1 : 0)) < 1e-9
                && Math.Abs(result.Value("image->audio.r5") - hits.Average(h => h.Take(5).Any(x => x) ? 1 : 0)) < 1e-9
                && Math.Abs(result.Value("image->audio.p10") - hits.Average(h => h.Take(10).Count(x => x) / 10.0)) < 1e-6
                && Math.Abs(result.Value("worst") - Math.Min(result.Value("image.top1"), result.Value("audio.top1"))) < 1e-12
                && Math.Abs(result.Value("spread") - Math.Abs(result.Value("image.top1") - result.Value("audio.top1"))) < 1e-12;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(25));

    [Fact]
    public void Run_PerfectItems_ConfusionCalibrationAndProfileAreKnown()
    {
        var items = Enumerable.Range(0, 8).Select(i => EvaluationSets.Item(i < 4 ? Modality.Image : Modality.Audio, i, $"c{i % 4}", EvaluationSets.Axis(5, i % 4)));
        var result = EvaluationSets.Run(EvaluationSets.Input(items, EvaluationSets.Centers(5, 4)) with
        {
            Calibrations = new Dictionary<Modality, ScoreCalibration> { [Modality.Image] = new(0.5, 0) },
        }, EvaluationSets.Quick);

        // Scores are 1 and three times 0: confidence = e^2 / (e^2 + 3), and every item is right.
        var confidence = Math.Exp(2) / (Math.Exp(2) + 3);
        Assert.Equal(1 - confidence, result.Value("image.ece"), 1e-6);
        Assert.Equal(Math.Pow(1 - confidence, 2) + (3 * Math.Pow((1 - confidence) / 3, 2)), result.Value("image.brier"), 1e-6);
        Assert.Equal((0.0, 1.0), (result.Value("image.delta"), result.Value("image.margin")));
        Assert.Equal((1.0, 1.0, 0.0, 1.0), (result.Value("image.top1"), result.Value("worst"), result.Value("spread"), result.Value("jain")));
        Assert.Equal(1, result.Value("image.usage"));
        var image = result.Modalities[0];
        Assert.Equal((true, 0.5, 4), (image.Fitted, image.Temperature, image.Labelled));
        Assert.Equal([.. Enumerable.Range(0, 4).Select(c => new ConfusionCell($"c{c}", $"c{c}", 1))], image.Confusion);
        var bin = Assert.Single(image.Reliability, b => b.Count > 0);
        Assert.Equal((4, 1.0), (bin.Count, bin.Accuracy));
        Assert.Equal(confidence, bin.Confidence, 1e-6);
        Assert.False(result.Modalities[1].Fitted);
    }

    [Fact]
    public void Run_UnknownLabelsAndMaskedRows_CountAsTheyShould()
    {
        var masked = new CenterSet(["c0", "c1"], [0, 1, 2], EmbeddingMatrix.From([EvaluationSets.Axis(3, 0), EvaluationSets.Axis(3, 1)], 3), [-1, 1 << (int)Modality.Audio], _ => "");
        var result = EvaluationSets.Run(EvaluationSets.Input(
        [
            EvaluationSets.Item(Modality.Image, 0, "c1", EvaluationSets.Axis(3, 1)),
            EvaluationSets.Item(Modality.Image, 1, "other", EvaluationSets.Axis(3, 1)),
            EvaluationSets.Item(Modality.Image, 2, null, EvaluationSets.Axis(3, 1)),
            EvaluationSets.Item(Modality.Audio, 3, "c1", EvaluationSets.Axis(3, 1)),
        ], masked), EvaluationSets.Quick);

        // The class has no row that counts for images, so an image of it is never right.
        Assert.Equal((0.0, 1.0), (result.Value("image.top1"), result.Value("audio.top1")));
        Assert.Equal((3, 1), (result.Modalities[0].Items, result.Modalities[0].Labelled));
        Assert.Null(result.Find("image.corrected"));
        Assert.Contains(result.Notes, n => n.StartsWith("image: 2 items have no label", StringComparison.Ordinal));
    }

    [Fact]
    public void Run_ManyItems_SamplesAndSaysSo()
    {
        var options = EvaluationSets.Quick with { MaxItems = 60, MaxPairwise = 20 };
        var result = EvaluationSets.Run(EvaluationSets.Clouds(5, 25, grouped: true, modalities: Two), options);

        Assert.All(result.Modalities, m => Assert.Equal((100, 60, 20), (m.Available, m.Items, m.Sampled)));
        Assert.Equal(60, result.Find("image.top1")!.N);
        // The same objects are in both samples, so every query finds its object in the gallery.
        Assert.Equal(20, result.Find("image->audio.group.r1")!.N);
        Assert.Contains("image: a sample of 60 of 100 items.", result.Notes);
        Assert.NotEqual(result.Value("image.delta"), EvaluationSets.Run(EvaluationSets.Clouds(5, 25, grouped: true, modalities: Two), options with { Seed = 2 }).Value("image.delta"));
    }

    [Fact]
    public void Run_NotComparable_MeasuresNothingBetweenModalities()
    {
        var result = EvaluationSets.Run(EvaluationSets.Clouds(6, 5, modalities: Two) with { Comparable = false, Centers = null }, EvaluationSets.Quick);
        Assert.Empty(result.Metrics);
        Assert.Equal(2, result.Notes.Count(n => n.Contains("measured", StringComparison.Ordinal)));
    }

    [Fact]
    public void Run_VectorThatIsNotFinite_NamesTheItem()
    {
        var input = EvaluationSets.Input([EvaluationSets.Item(Modality.Image, 7, "c", [float.NaN, 0])]);
        Assert.Contains("'image-7'", Assert.Throws<AlignmentException>(() => EvaluationSets.Run(input, EvaluationSets.Quick)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_Interval_IsThatOfABinomialAndWiderByGroup()
    {
        // 400 items, half of them right: the normal interval is 0.5 +- 0.049. Ten objects of 40 equal items each know far less.
        (EvaluationItem, float[]) Make(int i, string? group) => EvaluationSets.Item(Modality.Image, i, "c0", EvaluationSets.Axis(3, i / 40 % 2), group);
        var options = EvaluationSets.Quick with { Resamples = 1000 };
        var single = EvaluationSets.Run(EvaluationSets.Input(Enumerable.Range(0, 400).Select(i => Make(i, null)), EvaluationSets.Centers(3, 2)), options).Find("image.top1")!;
        var grouped = EvaluationSets.Run(EvaluationSets.Input(Enumerable.Range(0, 400).Select(i => Make(i, $"g{i / 40}")), EvaluationSets.Centers(3, 2)), options).Find("image.top1")!;

        Assert.Equal((0.5, 0.5), (single.Value, grouped.Value));
        Assert.Equal(0.098, single.High!.Value - single.Low!.Value, 0.012);
        Assert.Equal(0.6, grouped.High!.Value - grouped.Low!.Value, 0.11);
    }
}
