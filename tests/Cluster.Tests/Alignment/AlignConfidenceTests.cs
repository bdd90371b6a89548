using UniBind.Grid.Alignment;
using UniBind.Grid.Corpora;

namespace UniBind.Grid.Cluster.Tests;

public sealed class AlignConfidenceTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(AlignMethods.Ridge)]
    [InlineData(AlignMethods.InfoNce)]
    public async Task Train_HeldOutItems_FitTheConfidencesOfJobsAndAnswers(string method)
    {
        await using var scenario = await AlignScenario.StartAsync(encoders: 1);
        var raw = await scenario.EmbedAsync("raw", Modality.Image);
        var trained = await scenario.TrainAsync(Modality.Image, new AlignRequest { Sources = [raw], Method = method, Options = new AlignOptions { Epochs = 5, HoldOut = 0.5, Score = "max" } });
        var version = await scenario.Grid.Client.Spaces.PublishAsync(AlignScenario.Space, new PublishRequest { Score = "max" });
        using var space = Space.Open(scenario.Blobs, version.Manifest);
        var calibration = space.HeadOf(Modality.Image)!.Value.Head.Calibration!;
        Assert.True(calibration.Temperature > 0);
        Assert.InRange(calibration.UnknownBelow, 0.01, 1);
        Assert.Equal(calibration.UnknownBelow, trained.Head!.Metrics["confidence.unknownBelow"]);

        var rows = await OutputRows.ReadAsync(await scenario.EmbedInAsync("digits@1", "out", Modality.Image));
        foreach (var row in rows)
        {
            var scores = ScoresOf(row);
            var confidence = ConfidenceOf(row);
            if (Math.Abs(confidence - calibration.UnknownBelow) > 1e-4)
                Assert.Equal(confidence < calibration.UnknownBelow ? null : scores[0].Class, row.Class);
            Assert.Equal(scores[0].Score, row.Score!.Value, 1e-4);
        }

        // One in twenty of the held-out items that are classified right may be lost, and of so many here at least one is.
        Assert.Contains(rows, r => r.Class is null);
        Assert.Contains(rows, r => r.Class is not null);

        // The threshold is an item's own confidence: the surest of the unknown ones does not hang on the last bit.
        var unknown = rows.Where(r => r.Class is null).MinBy(ConfidenceOf)!;
        var handle = await scenario.Grid.Client.Search.OpenSpaceAsync("digits@1");
        var query = new MediaQuery { Name = unknown.Uri, Content = await File.ReadAllBytesAsync(Path.Combine(scenario.Corpus, unknown.Uri), Token), Modality = Modality.Image };
        var reply = await scenario.Grid.Client.Search.ClassifyAsync(handle, query, 3, Token);
        Assert.True(reply.Unknown);
        Assert.All(reply.Classes, c => Assert.InRange(c.Confidence!.Value, 0, calibration.UnknownBelow));

        (string Class, double Score, string Text)[] ScoresOf(OutputRow row) =>
            BruteForce.Classify(space.Centers!, Modality.Image, Array.ConvertAll(row.Embedding, v => (double)v));

        double ConfidenceOf(OutputRow row)
        {
            var scores = ScoresOf(row);
            return 1 / scores.Sum(s => Math.Exp((s.Score - scores[0].Score) / calibration.Temperature));
        }
    }

    [Fact]
    public async Task Publish_AnotherScoreThanTheConfidencesWereFittedFor_HasNone()
    {
        await using var scenario = await AlignScenario.StartAsync(encoders: 1);
        var raw = await scenario.EmbedAsync("raw", Modality.Image);
        await scenario.TrainAsync(Modality.Image, new AlignRequest { Sources = [raw], Method = AlignMethods.Ridge, Options = new AlignOptions { Score = "topmean:2", HoldOut = 0.3 } });
        var spaces = scenario.Grid.Client.Spaces;
        var other = await spaces.PublishAsync(AlignScenario.Space, new PublishRequest { Score = "mean" });
        var same = await spaces.PublishAsync(AlignScenario.Space, new PublishRequest { Parent = 1, Score = "topmean:2" });
        using (var space = Space.Open(scenario.Blobs, other.Manifest))
            Assert.Null(space.CalibrationOf(Modality.Image));
        using (var space = Space.Open(scenario.Blobs, same.Manifest))
            Assert.Equal(new ScoreRule(ScoreKind.TopMean, Top: 2), space.CalibrationOf(Modality.Image)!.Rule);
        var error = await Assert.ThrowsAsync<GridException>(() => spaces.PublishAsync(AlignScenario.Space, new PublishRequest { Parent = 2, Score = "best" }));
        Assert.Contains("'best' is no rule", error.Message);
    }

    [Fact]
    public async Task Train_AnotherScore_TrainsAnotherHead()
    {
        await using var scenario = await AlignScenario.StartAsync(encoders: 1);
        var raw = await scenario.EmbedAsync("raw", Modality.Image);
        var smooth = await WeightsAsync("lse:10");
        var greatest = await WeightsAsync("max");
        Assert.NotEqual(smooth, greatest);

        async Task<float[]> WeightsAsync(string score)
        {
            var trained = await scenario.TrainAsync(Modality.Image, new AlignRequest { Sources = [raw], Method = AlignMethods.InfoNce, Options = new AlignOptions { Epochs = 2, HoldOut = 0, Score = score } });
            using var file = SafetensorsFile.Open(scenario.Blobs.Require(trained.Head!.Sha256));
            return HeadFile.Read(file).Weights.Values.ToArray();
        }
    }

    [Fact]
    public async Task Train_CaptionsWithoutAClass_AreTargetsByTheirItems()
    {
        await using var scenario = await AlignScenario.StartAsync(encoders: 1);
        var raw = await scenario.EmbedAsync("raw", Modality.Audio);
        var request = new AlignRequest { Sources = [raw], Method = AlignMethods.Ridge, Target = AlignTargets.Captions };
        var without = await scenario.TrainAsync(Modality.Audio, request);
        var captions = (await OutputRows.ReadAsync(raw)).Select(r => new Description
        {
            Class = "",
            Text = $"two tones that say {r.Labels[0]}",
            Kind = DescriptionKind.Sample,
            Item = r.Id,
            State = DescriptionState.Approved,
        });
        await scenario.Grid.Client.Spaces.ImportAsync(AlignScenario.Space, [.. captions], Token);
        var with = await scenario.TrainAsync(Modality.Audio, request);
        Assert.NotEqual(without.Head!.Sha256, with.Head!.Sha256);
        using var file = SafetensorsFile.Open(scenario.Blobs.Require(with.Head.Sha256));
        Assert.Contains("targets.captions", HeadFile.Read(file).Origin.Settings.Keys);
    }
}
