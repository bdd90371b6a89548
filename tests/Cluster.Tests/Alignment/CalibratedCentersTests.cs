using UniBind.Grid.Alignment;

namespace UniBind.Grid.Cluster.Tests;

public sealed class CalibratedCentersTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Build_CalibratedThenPublish_EveryEvaluationLeavesTheUsedItemsOut()
    {
        await using var scenario = await AlignScenario.StartAsync(encoders: 2);
        var spaces = scenario.Grid.Client.Spaces;
        var raw = await scenario.EmbedAsync("raw", Modality.Image);
        await scenario.TrainAsync(Modality.Image, new AlignRequest { Sources = [raw], Method = AlignMethods.Ridge });
        await spaces.PublishAsync(AlignScenario.Space, new PublishRequest());
        var embedded = await scenario.EmbedInAsync("digits@1", "embedded", Modality.Image);
        var rows = await OutputRows.ReadAsync(embedded);
        var usable = rows.Where(r => r.Split != "test").Select(r => r.Id).Order(StringComparer.Ordinal).ToArray();
        Assert.InRange(usable.Length, 1, rows.Count - 1);

        // Of three descriptions the one is chosen that tells the labelled pictures apart best.
        var built = await BuildAsync(scenario, new CenterBuildRequest { Pack = "classic", Rule = "calibrated", Rows = 1, Calibration = embedded });
        Assert.Equal((10, 10L), (built.Built, built.Rows));
        Assert.All(await spaces.ListCentersAsync(AlignScenario.Space, Token), c => Assert.Equal(("calibrated 1", 1), (c.Selection, c.Rows)));
        var version = await spaces.PublishAsync(AlignScenario.Space, new PublishRequest { Parent = 1 });
        using (var space = Space.Open(scenario.Blobs, version.Manifest))
            Assert.Equal(usable, space.CalibratedIds.Order(StringComparer.Ordinal));

        var output = await scenario.EmbedInAsync("digits@2", "evaluated", Modality.Image);
        using var source = await EvaluationReader.ReadAsync([output], new EvaluationReadOptions { Blobs = scenario.Blobs }, Token);
        Assert.Equal(usable.Length, source.Input.CalibratedRows);
        Assert.Equal(rows.Where(r => r.Split == "test").Select(r => r.Id).Order(StringComparer.Ordinal), source.Input.Items.Select(i => i.Id).Order(StringComparer.Ordinal));

        // What a rule without labels builds holds nobody back.
        await BuildAsync(scenario, new CenterBuildRequest { Pack = "classic", Rule = "diverse", Rows = 2 });
        var free = await spaces.PublishAsync(AlignScenario.Space, new PublishRequest { Parent = 2 });
        using var opened = Space.Open(scenario.Blobs, free.Manifest);
        Assert.Empty(opened.CalibratedIds);
        Assert.Equal((20, "diverse 2"), (opened.Centers!.Rows.Rows, opened.Manifest.Selection));
    }

    [Theory]
    [InlineData("calibrated", false, "needs labelled embeddings")]
    [InlineData("medoid", true, "goes by no labels")]
    [InlineData("calibrated", true, "no item outside of the test split")]
    public async Task Build_RuleAndOutputThatDoNotGoTogether_IsRefused(string rule, bool named, string sentence)
    {
        await using var scenario = await AlignScenario.StartAsync(encoders: 1, classes: 2);
        var raw = await scenario.EmbedAsync("raw", Modality.Image);
        var request = new CenterBuildRequest { Pack = "classic", Rule = rule, Calibration = named ? raw : null };

        // Raw embeddings of pictures do not lie in the space of the descriptions.
        var error = await Assert.ThrowsAsync<GridException>(() => BuildAsync(scenario, request));
        Assert.Contains(sentence, error.Message);
    }

    private static async Task<CenterBuildProgress> BuildAsync(AlignScenario scenario, CenterBuildRequest request)
    {
        CenterBuildProgress? last = null;
        await foreach (var progress in scenario.Grid.Client.Spaces.BuildCentersAsync(AlignScenario.Space, request, Token))
            last = progress;
        return last!;
    }
}
