using FsCheck;
using FsCheck.Fluent;

namespace UniBind.Grid.Alignment.Tests;

public sealed class GeometryTests
{
    [Fact]
    public void Run_PairsAsFarApartAsRandomItemsOfAModality_RelativeGapIsHalf()
    {
        // Eight axes: every two vectors are orthogonal, matching or not.
        var result = EvaluationSets.Run(EvaluationSets.Input(Enumerable.Range(0, 8).Select(i =>
            EvaluationSets.Item(i < 4 ? Modality.Image : Modality.Audio, i, $"c{i % 4}", EvaluationSets.Axis(8, i), $"g{i % 4}"))), EvaluationSets.Quick);

        Assert.Equal(0.5, result.Value("image-audio.rmg"), 1e-6);
        Assert.Equal(0.5, result.Value("image-audio.group.rmg"), 1e-6);
        Assert.Equal(0.5, result.Value("rmg"), 1e-6);
        Assert.Equal(2, result.Value("image-audio.align"), 1e-6);
        Assert.Equal(Math.Sqrt(2), result.Value("image-audio.group.distance"), 1e-6);
        Assert.Equal(-4, result.Value("image.uniform"), 1e-5);
        Assert.Equal(-4, result.Value("image-audio.uniform"), 1e-5);
        Assert.Equal(-4, result.Value("uniform"), 1e-5);
        Assert.Equal(Math.Sqrt(0.5), result.Value("image-audio.gap"), 1e-6);
    }

    [Fact]
    public void Run_PairsThatCoincide_HaveNoGap()
    {
        var result = EvaluationSets.Run(EvaluationSets.Input(Enumerable.Range(0, 8).Select(i =>
            EvaluationSets.Item(i < 4 ? Modality.Image : Modality.Audio, i, $"c{i % 4}", EvaluationSets.Axis(4, i % 4)))), EvaluationSets.Quick);

        Assert.Equal(0, result.Value("image-audio.rmg"), 1e-6);
        Assert.Equal(0, result.Value("image-audio.align"), 1e-6);
        Assert.Equal(0, result.Value("gap"), 1e-6);
        Assert.Equal(1, result.Value("image->audio.r1"));
        Assert.Equal(1, result.Value("retrieval.worst"));
        Assert.Equal(0, result.Value("retrieval.asymmetry.max"));
    }

    [Fact]
    public void Of_ClassesOfOneModality_TakeNoRoom()
    {
        var items = Enumerable.Range(0, 40).Select(i => EvaluationSets.Item(i % 2 == 0 ? Modality.Image : Modality.Audio, i, i < 4 ? $"c{i / 2}" : $"own{i}", EvaluationSets.Axis(4, i % 4)));
        var sums = new GeometrySums(EvaluationData.Create(EvaluationSets.Input(items), EvaluationSets.Quick));

        Assert.Equal(2, sums.Classes);
    }

    [Fact]
    public void Run_TwoPoles_UniformityReachesItsEnds()
    {
        var poles = Enumerable.Range(0, 4).Select(i => EvaluationSets.Item(i < 2 ? Modality.Image : Modality.Event, i, "c", EvaluationSets.Axis(3, 0, i is 1 ? -1 : 1)));
        var result = EvaluationSets.Run(EvaluationSets.Input(poles), EvaluationSets.Quick);

        Assert.Equal(-8, result.Value("image.uniform"), 1e-5);
        Assert.Equal(0, result.Value("event.uniform"), 1e-5);
    }

    [Fact]
    public void Run_AnyVectors_AlignmentIsTwoMinusTwiceTheCosine() =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), seed =>
        {
            var random = new Random(seed);
            var set = Enumerable.Range(0, 24).Select(i =>
                EvaluationSets.Item(i % 2 == 0 ? Modality.Image : Modality.Thermal, i, $"c{i % 3}", EvaluationSets.Random(random, 6), $"g{i / 2}")).ToArray();
            var result = EvaluationSets.Run(EvaluationSets.Input(set), EvaluationSets.Quick);
            var squares = set.SelectMany(a => set.Where(b => a.Item.Modality == Modality.Image && b.Item.Modality == Modality.Thermal && a.Item.Labels[0] == b.Item.Labels[0])
                .Select(b => a.Vector.Zip(b.Vector, (x, y) => Math.Pow(x - (double)y, 2)).Sum())).ToArray();
            return Math.Abs(result.Value("image-thermal.align") - squares.Average()) < 1e-5
                && Math.Abs(result.Value("image-thermal.align") - (2 - (2 * result.Value("image-thermal.cosine")))) < 1e-9
                && Math.Abs(result.Value("image-thermal.group.align") - (2 - (2 * result.Value("image-thermal.group.cosine")))) < 1e-9
                && result.Value("uniform") is > -8 and <= 0;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(25));

    [Fact]
    public void Run_ModalityExplainsNothingOrEverything_EtaSquaredSaysSo()
    {
        var mixed = EvaluationSets.Clouds(1, 100, push: 0, modalities: [Modality.Image, Modality.Audio]);
        var apart = EvaluationSets.Input(Enumerable.Range(0, 12).Select(i =>
            EvaluationSets.Item(i % 2 == 0 ? Modality.Image : Modality.Audio, i, "c", EvaluationSets.Axis(2, i % 2))));

        Assert.InRange(EvaluationSets.Run(mixed, EvaluationSets.Quick).Value("eta2"), -0.02, 0.02);
        Assert.Equal(1, EvaluationSets.Run(apart, EvaluationSets.Quick).Value("eta2"), 1e-5);
    }

    [Fact]
    public void Run_SetsApartOrMixed_NeighboursSaySo()
    {
        var apart = EvaluationSets.Run(EvaluationSets.Clouds(2, 20, push: 9, modalities: [Modality.Image, Modality.Audio, Modality.Video]), EvaluationSets.Quick);
        var mixed = EvaluationSets.Run(EvaluationSets.Clouds(2, 60, push: 0, modalities: [Modality.Image, Modality.Audio, Modality.Video]), EvaluationSets.Quick);

        Assert.Equal(1, apart.Value("mixing.own"), 1e-9);
        Assert.Equal(0, apart.Value("mixing.entropy"), 1e-9);
        Assert.Equal(Math.Log(3), apart.Value("mixing.kl"), 1e-9);
        Assert.InRange(mixed.Value("mixing.own"), 0.28, 0.38);
        Assert.InRange(mixed.Value("mixing.kl"), 0, 0.01);
        Assert.True(mixed.Value("image-audio.gap") < apart.Value("image-audio.gap"));
    }
}
