using UniBind.Grid.Corpora;
using UniBind.Grid.Testing;

namespace UniBind.Grid.Alignment.Tests;

public sealed class SpaceProjectionTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Fact]
    public async Task Classify_HeadWithBias_ProjectsScoresAndExplains()
    {
        using var space = await SpaceAsync(Weights([0, 2, 0], [1, 0, 0]), bias: [0, 0.5f]);
        var projection = SpaceProjection.Create(space, Modality.Image, "", 3);

        var item = projection.Classify(Unit.Rows([0.5f, 0, 9]), top: 2)[0];

        Assert.Equal([0f, 1], item.Embedding.ToArray()); // W raw + b = (0, 0.5 + 0.5)
        Assert.Equal([("class 1", 1f, "text 2"), ("class 0", 0f, "text 0")], item.Classes.Select(c => (c.Name, c.Score, c.Text)));
        Assert.Equal(1, item.Margin);
        Assert.Null(item.Classes[0].Confidence);
        Assert.False(item.IsUnknown);
    }

    [Fact]
    public async Task Apply_Top_CountsOnlyTheGreatestRawValues()
    {
        using var space = await SpaceAsync(Weights([1, 0, 0], [0, 1, 1]), top: 1);
        var projection = SpaceProjection.Create(space, Modality.Image, "", 3);

        var batch = projection.Apply(Unit.Rows([0.4f, 0.35f, 0.25f], [0.3f, 0.3f, 0.4f]));

        Assert.Equal([0, 1], batch.Class); // all values together would make the second class of both
        Assert.Equal([1f, 0, 0, 1], batch.Embeddings.Values.ToArray());
    }

    [Fact]
    public async Task Apply_BelowTheThreshold_IsNoClassButKeepsScoreAndRow()
    {
        using var space = await SpaceAsync(Weights([1, 0], [0, 1]), calibration: new ScoreCalibration(0.1, 0.9));
        var projection = SpaceProjection.Create(space, Modality.Image, "", 2);

        var batch = projection.Apply(Unit.Rows([1, 0], [1, 1]));

        Assert.Equal([0, -1], batch.Class);
        Assert.Equal([0, 0], batch.Row);
        Assert.Equal(Math.Sqrt(0.5), batch.Score[1], 1e-6);
    }

    [Fact]
    public async Task Apply_ItemsTogetherOrAlone_GiveTheSame()
    {
        var raw = Unit.Random(2_100, 12, 4);
        using var space = await SpaceAsync(Unit.Random(2, 12, 5));
        var projection = SpaceProjection.Create(space, Modality.Image, "", 12);

        var together = projection.Apply(raw);

        foreach (var i in new[] { 0, 1, 1_023, 1_024, 2_099 })
        {
            var alone = projection.Apply(raw.Slice(i, 1));
            Assert.Equal(alone.Class[0], together.Class[i]);
            Assert.Equal(alone.Score[0], together.Score[i], 1e-6f);
            for (var d = 0; d < 2; d++)
                Assert.Equal(alone.Embeddings.Row(0)[d], together.Embeddings.Row(i)[d], 1e-6f);
        }
    }

    [Fact]
    public async Task Apply_WithoutCenters_HasEmbeddingsAlone()
    {
        using var space = await SpaceAsync(null, centers: false);
        var projection = SpaceProjection.Create(space, Modality.Text, "", 2);

        var batch = projection.Apply(Unit.Rows([0, 5]));

        Assert.Equal([0f, 1], batch.Embeddings.Values.ToArray());
        Assert.Equal((-1, 0f, -1), (batch.Class[0], batch.Score[0], batch.Row[0]));
        Assert.Equal(SpaceProjection.Identity, projection.HeadSha256);
        Assert.Empty(projection.Classify(Unit.Rows([0, 5]), 3)[0].Classes);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(0)]
    public async Task Apply_RowWithoutDirection_NamesIt(float value)
    {
        using var space = await SpaceAsync(Weights([1, 0], [0, 1]), top: 1);
        var projection = SpaceProjection.Create(space, Modality.Image, "", 2);

        Assert.Contains("Row 1 of image has no direction", Assert.Throws<AlignmentException>(() => projection.Apply(Unit.Rows([1, 0], [value, 0]))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Create_OtherDimensionOrEncoderOrNoHead_SaysSo()
    {
        using var space = await SpaceAsync(Weights([1, 0], [0, 1]), encoder: "e1");

        Assert.Contains("gives 3 values", Assert.Throws<AlignmentException>(() => SpaceProjection.Create(space, Modality.Image, "e1", 3)).Message, StringComparison.Ordinal);
        Assert.Contains("another encoder", Assert.Throws<AlignmentException>(() => SpaceProjection.Create(space, Modality.Image, "e2", 2)).Message, StringComparison.Ordinal);
        Assert.Contains("no head for audio", Assert.Throws<AlignmentException>(() => SpaceProjection.Create(space, Modality.Audio, "e1", 2)).Message, StringComparison.Ordinal);
        Assert.Contains("have 1 values", Assert.Throws<AlignmentException>(() => SpaceProjection.Create(space, Modality.Image, "e1", 2).Apply(Unit.Rows([1]))).Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private static EmbeddingMatrix Weights(params float[][] rows) => Unit.Rows(rows);

    /// <summary>Class 0 has the rows (1, 0) and (-1, 0), class 1 the row (0, 1).</summary>
    private async Task<Space> SpaceAsync(EmbeddingMatrix? weights, float[]? bias = null, int top = 0, ScoreCalibration? calibration = null, string encoder = "", bool centers = true)
    {
        var stop = TestContext.Current.CancellationToken;
        var blobs = new BlobStore(_folder.Path);
        var heads = new Dictionary<string, string>();
        if (weights is not null)
            heads["image"] = await SpaceStore.PutHeadAsync(blobs, new Head { Modality = Modality.Image, Weights = weights, Bias = bias, Top = top, Calibration = calibration, Origin = new HeadOrigin { Encoder = encoder } }, stop);
        var set = Unit.Centers(Unit.Rows([1, 0], [-1, 0], [0, 1]), [2, 1]);
        return Space.Open(blobs, await SpaceStore.WriteAsync(blobs, new SpaceManifest
        {
            Name = "s",
            Version = 1,
            Created = DateTimeOffset.UnixEpoch,
            Pack = "p",
            PackSha256 = "",
            Dimension = 2,
            Centers = centers ? await SpaceStore.PutCentersAsync(blobs, set, stop) : null,
            Heads = heads,
        }, stop));
    }
}
