using System.Text.Json.Nodes;
using UniBind.Grid.Media;
using UniBind.Grid.Testing;

namespace UniBind.Grid.Encoding.Tests;

public sealed class EncodeBatchTests : IDisposable
{
    private const float Invariance = 1e-6f;
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task EncodeBatchAsync_MatMul_EqualsTheFormula()
    {
        await using var host = new PackBuilder(_folder).Image(Models.MatMul(8, 16), 8, 16).Host();
        var encoder = await host.GetAsync(Modality.Image, TestContext.Current.CancellationToken);
        var values = Models.Random(8, 9);
        var result = (await encoder.EncodeBatchAsync([TestProfile.Vector(values)], TestContext.Current.CancellationToken))[0];

        var weights = Models.Random(8 * 16, 1);
        var expected = new double[16];
        for (var j = 0; j < 16; j++)
        {
            for (var i = 0; i < 8; i++)
                expected[j] += (double)values[i] * weights[i * 16 + j];
        }

        var norm = Math.Sqrt(expected.Sum(v => v * v));
        Assert.Null(result.Error);
        for (var j = 0; j < 16; j++)
            Assert.Equal(expected[j] / norm, result.Vector![j], 1e-6);
    }

    [Fact]
    public async Task EncodeBatchAsync_SeveralRows_IsTheMeanOfNormalisedRows()
    {
        await using var host = new PackBuilder(_folder).Image(Models.MatMul(4, 6), 4, 6, e => e["batch"] = new JsonObject { ["maxRows"] = 2 }).Host();
        var encoder = await host.GetAsync(Modality.Image, TestContext.Current.CancellationToken);
        var values = Models.Random(4 * 5, 3, scale: 10);
        var item = TestProfile.Rows(4, values);
        var together = (await encoder.EncodeBatchAsync([item], TestContext.Current.CancellationToken))[0].Vector!;
        var rows = await encoder.EncodeBatchAsync(item.SplitRows(), TestContext.Current.CancellationToken);

        var expected = new double[6];
        foreach (var row in rows)
        {
            for (var j = 0; j < 6; j++)
                expected[j] += row.Vector![j];
        }

        var norm = Math.Sqrt(expected.Sum(v => v * v));
        for (var j = 0; j < 6; j++)
            Assert.Equal(expected[j] / norm, together[j], 1e-6);
        Assert.Equal((6L, 10L, 6L), (encoder.Statistics.Runs, encoder.Statistics.Rows, encoder.Statistics.Items)); // 5 rows in Runs of 2, twice
    }

    [Fact]
    public async Task EncodeBatchAsync_Empty_GivesNothing()
    {
        await using var host = new PackBuilder(_folder).Image(Models.MatMul(4, 6), 4, 6).Host();
        var encoder = await host.GetAsync(Modality.Image, TestContext.Current.CancellationToken);
        Assert.Empty(await encoder.EncodeBatchAsync([], TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task EncodeBatchAsync_ItemsOfTheWrongForm_HaveAnErrorAndHarmNoOther()
    {
        await using var host = new PackBuilder(_folder).Image(Models.MatMul(4, 6), 4, 6).Host();
        var encoder = await host.GetAsync(Modality.Image, TestContext.Current.CancellationToken);
        var good = TestProfile.Vector(1, 2, 3, 4);
        PreparedItem[] bad =
        [
            TestProfile.Vector(1, 2, 3),
            TestProfile.Vector(1, 2, 3, 4, 5),
            TestProfile.Tokens(1, 2, 3, 4),
            new() { Tensors = [PreparedTensor.Of("values", new float[3], 1, 4)] },
            new() { Tensors = [PreparedTensor.Of("values", Array.Empty<float>(), 0, 4)] },
            new() { Tensors = [PreparedTensor.Of("other", new float[4], 1, 4)] },
        ];
        var results = await encoder.EncodeBatchAsync([good, .. bad, good], TestContext.Current.CancellationToken);
        Assert.Equal(results[0].Vector, results[^1].Vector);
        Assert.All(results[1..^1], r => Assert.Equal((ItemStage.Encode, ItemErrorCodes.Encoder), (r.Error!.Stage, r.Error.Code)));
        Assert.Contains("has the size 3 in dimension 1 of the tensor 'values', and the encoder takes 4", results[1].Error!.Message, StringComparison.Ordinal);
        Assert.NotNull((await encoder.EncodeAsync(bad[0], TestContext.Current.CancellationToken)).Error);
    }

    [Fact]
    public async Task EncodeBatchAsync_NotFinite_FailsThatItemAlone()
    {
        await using var host = new PackBuilder(_folder).Image(Models.Roots(4), 4, 4).Host();
        var encoder = await host.GetAsync(Modality.Image, TestContext.Current.CancellationToken);
        PreparedItem[] items =
        [
            TestProfile.Vector(1, 4, 9, 16), TestProfile.Vector(1, -1, 1, 1), TestProfile.Vector(0, 0, 0, 0), TestProfile.Vector(1, float.PositiveInfinity, 1, 1), TestProfile.Vector(4, 4, 4, 4),
        ];
        var results = await encoder.EncodeBatchAsync(items, TestContext.Current.CancellationToken);
        Assert.Equal(new[] { 1 / MathF.Sqrt(30), 2 / MathF.Sqrt(30), 3 / MathF.Sqrt(30), 4 / MathF.Sqrt(30) }, results[0].Vector!, (a, b) => MathF.Abs(a - b) < 1e-6f);
        Assert.Equal([ItemErrorCodes.NotFinite, ItemErrorCodes.Encoder, ItemErrorCodes.NotFinite], results[1..4].Select(r => r.Error!.Code));
        Assert.Equal([0.5f, 0.5f, 0.5f, 0.5f], results[4].Vector!);
        Assert.Equal((5L, 3L, 0L), (encoder.Statistics.Items, encoder.Statistics.FailedItems, encoder.Statistics.Bisections));
    }

    [Fact]
    public async Task EncodeBatchAsync_VeryLargeAndVerySmallOutputs_AreNormalised()
    {
        await using var host = new PackBuilder(_folder).Image(Models.Roots(2), 2, 2).Host();
        var encoder = await host.GetAsync(Modality.Image, TestContext.Current.CancellationToken);
        var results = await encoder.EncodeBatchAsync([TestProfile.Vector(3e38f, 3e38f), TestProfile.Vector(1e-44f, 0)], TestContext.Current.CancellationToken);
        Assert.Equal(MathF.Sqrt(0.5f), results[0].Vector![0], 1e-6f);
        Assert.Equal([1f, 0f], results[1].Vector!);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(15)]
    public async Task EncodeBatchAsync_PoisonItem_IsIsolatedAndTheOthersEqualARunWithoutIt(int place)
    {
        await using var host = new PackBuilder(_folder).Text(Models.Lookup(), 24).Host();
        var encoder = await host.GetAsync(Modality.Text, TestContext.Current.CancellationToken);
        var good = Sentences(15, seed: 2);
        var batch = good.ToList();
        batch.Insert(place, TestProfile.Tokens(5, 100_000, 7)); // no such row in the table

        var without = await encoder.EncodeBatchAsync(good, TestContext.Current.CancellationToken);
        var first = await encoder.EncodeBatchAsync(batch, TestContext.Current.CancellationToken);
        var again = await encoder.EncodeBatchAsync(batch, TestContext.Current.CancellationToken);

        Assert.Equal((ItemStage.Encode, ItemErrorCodes.Encoder), (first[place].Error!.Stage, first[place].Error!.Code));
        Assert.Contains("The encoder fails on this item", first[place].Error!.Message, StringComparison.Ordinal);
        Assert.Equal(first.Select(r => r.Vector), again.Select(r => r.Vector));
        Assert.Equal(without.Select(r => r.Vector), first.Where((_, i) => i != place).Select(r => r.Vector));
        Assert.Equal(2, encoder.Statistics.Bisections);
    }

    [Fact]
    public async Task EncodeBatchAsync_EveryItemPoison_FailsEachAndTheEncoderStaysAlive()
    {
        await using var host = new PackBuilder(_folder).Text(Models.Lookup(), 24).Host();
        var encoder = await host.GetAsync(Modality.Text, TestContext.Current.CancellationToken);
        var results = await encoder.EncodeBatchAsync([.. Enumerable.Repeat(TestProfile.Tokens(100_000), 6)], TestContext.Current.CancellationToken);
        Assert.All(results, r => Assert.Equal(ItemErrorCodes.Encoder, r.Error!.Code));
        Assert.True(host.IsAlive);
    }

    [Fact]
    public async Task EncodeBatchAsync_Transformer_DoesNotDependOnTheBatch()
    {
        await using var host = new PackBuilder(_folder).Text(TransformerGraph.Build(seed: 5, dim: 48, layers: 3), 48).Host();
        await AssertInvariant(await host.GetAsync(Modality.Text, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task EncodeBatchAsync_UniversalSentenceEncoder_DoesNotDependOnTheBatch()
    {
        var model = File.ReadAllBytes(Lab.Require("encoders", "use_lite.onnx"));
        await using var host = new PackBuilder(_folder).Text(model, 512).Host();
        await AssertInvariant(await host.GetAsync(Modality.Text, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task EncodeBatchAsync_ModelWithoutMask_GetsBatchesOfEqualLength()
    {
        await using var host = new PackBuilder(_folder).Text(Models.LookupWithoutMask(), 24).Host();
        var encoder = await host.GetAsync(Modality.Text, TestContext.Current.CancellationToken);
        Assert.Equal(PaddingMode.Equal, encoder.Padding);
        await AssertInvariant(encoder);
        Assert.Equal(0, encoder.Statistics.PaddingWaste);
    }

    [Fact]
    public async Task EncodeBatchAsync_PointNet_GetsBatchesOfEqualLength()
    {
        var model = File.ReadAllBytes(Lab.Require("encoders", "pointnet_mn40.onnx"));
        var context = new PackLoadOptions { CreateProfile = (_, _) => new PointsProfile() };
        new PackBuilder(_folder).Add(Modality.PointCloud, model, "points", null, 1024, e => e["output"]!["name"] = "global_feature").Write();
        await using var host = new EncoderHost(EncoderPack.Load(_folder.Path, context), new EncoderHostOptions { MaxRunMilliseconds = 0 }, Microsoft.Extensions.Logging.Abstractions.NullLoggerFactory.Instance);
        var encoder = await host.GetAsync(Modality.PointCloud, TestContext.Current.CancellationToken);
        Assert.Equal(PaddingMode.Equal, encoder.Padding);
        PreparedItem[] items = [PointsProfile.Cloud(50, 1), PointsProfile.Cloud(80, 2), PointsProfile.Cloud(50, 3)];
        var together = await encoder.EncodeBatchAsync(items, TestContext.Current.CancellationToken);
        for (var i = 0; i < items.Length; i++)
            AssertClose((await encoder.EncodeBatchAsync([items[i]], TestContext.Current.CancellationToken))[0].Vector!, together[i].Vector!);
    }

    /// <summary>Alone, padded beside longer items, in a tail, and bisected: the same vectors.</summary>
    private static async Task AssertInvariant(ModalityEncoder encoder)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var items = Sentences(19, seed: 3);
        var alone = new float[items.Count][];
        for (var i = 0; i < alone.Length; i++)
            alone[i] = (await encoder.EncodeBatchAsync([items[i]], cancellationToken))[0].Vector!;

        var together = await encoder.EncodeBatchAsync(items, cancellationToken); // 16 and a tail of 3
        var withPoison = await encoder.EncodeBatchAsync([.. items.Take(5), TestProfile.Tokens(90_000_000), .. items.Skip(5)], cancellationToken);
        var online = await Task.WhenAll(items.Select(i => encoder.EncodeAsync(i, cancellationToken).AsTask()));
        Assert.NotNull(withPoison[5].Error);
        for (var i = 0; i < alone.Length; i++)
        {
            AssertClose(alone[i], together[i].Vector!);
            AssertClose(alone[i], withPoison[i < 5 ? i : i + 1].Vector!);
            AssertClose(alone[i], online[i].Vector!);
        }
    }

    private static void AssertClose(float[] expected, float[] actual) => Assert.InRange(EncoderLoader.MaxDelta(expected, actual), 0, Invariance);

    private static List<PreparedItem> Sentences(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => TestProfile.Tokens([.. Enumerable.Range(0, random.Next(1, 40)).Select(_ => (long)random.Next(6, 90))]))];
    }

    private sealed class PointsProfile : IPreprocessingProfile
    {
        public string Name => "points";

        public Modality Modality => Modality.PointCloud;

        public IReadOnlyList<TensorSpec> Outputs { get; } = [new TensorSpec("points", TensorType.Float32, [-1, 3])];

        public string Fingerprint => "points";

        public static PreparedItem Cloud(int points, int seed) =>
            new() { Tensors = [PreparedTensor.Of("points", Models.Random(points * 3, seed), 1, points, 3)] };

        public PreparedItem Prepare(MediaContent content, MediaFormat format, CancellationToken cancellationToken) =>
            throw new ItemException(ItemStage.Decode, ItemErrorCodes.Unsupported, "no content");
    }
}
