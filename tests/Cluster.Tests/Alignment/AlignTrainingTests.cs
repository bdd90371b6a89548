namespace UniBind.Grid.Cluster.Tests;

public sealed class AlignTrainingTests
{
    private static AlignRequest On(string output, string method, AlignOptions? options = null) =>
        new() { Sources = [output], Method = method, Options = options ?? new AlignOptions { Epochs = 20, HoldOut = 0.2 } };

    [Fact]
    public async Task Train_EveryMethod_LearnsTheDigitsAndLeavesTheTestSplitOut()
    {
        await using var scenario = await AlignScenario.StartAsync(encoders: 2);
        var output = await scenario.EmbedAsync("both", Modality.Image, Modality.Audio);
        var rows = (await OutputRows.ReadAsync(output)).Where(r => r.Modality == Modality.Image).ToArray();
        var notTest = rows.Count(r => r.Split != "test");
        Assert.InRange(notTest, 1, rows.Length - 1);

        var contrastive = await scenario.TrainAsync(Modality.Image, On(output, AlignMethods.InfoNce));
        Assert.Equal(notTest, contrastive.Items + contrastive.HeldOut);
        Assert.Equal(contrastive.Items, contrastive.Head!.Items);
        Assert.Contains(contrastive.Notes, n => n.Contains($"{rows.Length - notTest:N0} items of the test split", StringComparison.Ordinal));
        Assert.True(contrastive.Head.Metrics["accuracy"] > 0.5, $"accuracy {contrastive.Head.Metrics["accuracy"]}");

        var ridge = await scenario.TrainAsync(Modality.Image, On(output, AlignMethods.Ridge, new AlignOptions { Folds = 3, HoldOut = 0.2 }));
        Assert.True(ridge.Head!.Metrics["accuracy"] > 0.5, $"accuracy {ridge.Head.Metrics["accuracy"]}");
        Assert.True(ridge.Head.Metrics["accuracy.folds"] > 0.5, $"folds {ridge.Head.Metrics["accuracy.folds"]}");

        var captions = await scenario.TrainAsync(Modality.Audio, On(output, AlignMethods.Ridge) with { Target = AlignTargets.Captions });
        Assert.True(captions.Items > 0);
        var procrustes = await scenario.TrainAsync(Modality.Audio, On(output, AlignMethods.Procrustes));
        Assert.Equal(AlignMethods.Procrustes, (await scenario.Grid.Client.Alignment.GetHeadAsync(AlignScenario.Space, Modality.Audio))!.Method);

        // An earlier head is put to use again, and none.
        var used = await scenario.Grid.Client.Alignment.UseHeadAsync(AlignScenario.Space, Modality.Audio, captions.Head!.Sha256[..8]);
        Assert.Equal(captions.Head.Sha256, used.Sha256);
        Assert.Equal([procrustes.Head!.Sha256, captions.Head.Sha256], (await scenario.Grid.Client.Alignment.ListHeadsAsync(AlignScenario.Space, Modality.Audio)).Select(h => h.Sha256));
        await scenario.Grid.Client.Alignment.ClearHeadAsync(AlignScenario.Space, Modality.Audio);
        Assert.Null(await scenario.Grid.Client.Alignment.GetHeadAsync(AlignScenario.Space, Modality.Audio));
    }

    [Fact]
    public async Task Train_ModalityAddedToAPublishedSpace_LeavesItsOtherHeadsAlone()
    {
        await using var scenario = await AlignScenario.StartAsync(encoders: 1);
        var output = await scenario.EmbedAsync("both", Modality.Image, Modality.Audio);
        var image = await scenario.TrainAsync(Modality.Image, On(output, AlignMethods.Ridge));
        var first = await scenario.Grid.Client.Spaces.PublishAsync(AlignScenario.Space, new PublishRequest { Parent = 0 });
        Assert.Equal([Modality.Image], first.Heads);

        await scenario.TrainAsync(Modality.Audio, On(output, AlignMethods.Ridge) with { SpaceVersion = 1 });
        var second = await scenario.Grid.Client.Spaces.PublishAsync(AlignScenario.Space, new PublishRequest { Parent = 1 });
        Assert.Equal([Modality.Image, Modality.Audio], second.Heads.Order());
        Assert.Equal(image.Head!.Sha256, (await scenario.Grid.Client.Alignment.GetHeadAsync(AlignScenario.Space, Modality.Image))!.Sha256);
    }

    [Fact]
    public async Task Train_DataAdded_SumsUpTheNewPartsOnly()
    {
        await using var scenario = await AlignScenario.StartAsync(encoders: 2);
        var first = await scenario.EmbedAsync("first", Modality.Image);
        var second = await scenario.EmbedAsync("second", Modality.Image);
        var alone = await scenario.TrainAsync(Modality.Image, On(first, AlignMethods.Ridge));
        Assert.Equal(0, alone.Reused);
        var both = await scenario.TrainAsync(Modality.Image, On(first, AlignMethods.Ridge) with { Sources = [first, second] });
        Assert.Equal(5, both.Reused);
        Assert.Equal(2 * alone.Items, both.Items);
        var again = await scenario.TrainAsync(Modality.Image, On(first, AlignMethods.Ridge));
        Assert.Equal(5, again.Reused);
        Assert.Equal(alone.Head!.Sha256, again.Head!.Sha256);
    }

    [Fact]
    public async Task Train_RidgeOnOneAndOnThreeSilos_GivesTheSameHead()
    {
        await using var one = await AlignScenario.StartAsync(encoders: 1);
        var output = await one.EmbedAsync("out", Modality.Image);
        var alone = await one.TrainAsync(Modality.Image, On(output, AlignMethods.Ridge));
        await using var three = await AlignScenario.StartAsync(encoders: 3);
        var together = await three.TrainAsync(Modality.Image, On(output, AlignMethods.Ridge));
        Assert.Equal(alone.Head!.Sha256, together.Head!.Sha256);
    }
}
