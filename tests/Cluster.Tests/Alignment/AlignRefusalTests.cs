using System.Text.RegularExpressions;

namespace UniBind.Grid.Cluster.Tests;

public sealed class AlignRefusalTests
{
    [Fact]
    public async Task Train_WhatCannotBe_IsRefusedWithASentence()
    {
        await using var scenario = await AlignScenario.StartAsync(encoders: 1, classes: 5);
        var output = await scenario.EmbedAsync("out", Modality.Image);
        var request = new AlignRequest { Sources = [output], Method = AlignMethods.InfoNce };

        await RefusedAsync("zero steps", Modality.Image, request with { Options = new AlignOptions { Epochs = 0 } });
        await RefusedAsync("Text needs no head", Modality.Text, request);
        await RefusedAsync("hold no audio", Modality.Audio, request);
        await RefusedAsync("no folder and no job", Modality.Image, request with { Sources = ["nobody"] });
        await RefusedAsync("no output folder", Modality.Image, request with { Sources = [scenario.Corpus] });
        await RefusedAsync("nothing to train on", Modality.Image, request with { Sources = [] });
        await RefusedAsync("features and not class scores", Modality.Image, new AlignRequest { Method = AlignMethods.Labels, Labels = ["cat", "dog"] });
        await RefusedAsync("no item is held out", Modality.Image, request with { Options = new AlignOptions { HoldOut = 0, Temperatures = [0.05, 0.07] } });

        // Half of the labels are no class: counted, named, not used.
        var trained = await scenario.TrainAsync(Modality.Image, request with { Options = new AlignOptions { Epochs = 2 } });
        Assert.Contains(trained.Notes, n => Regex.IsMatch(n, @"\d+ items have labels that are no class of 'digits' \('5', '6', '7', '8', '9'\)"));

        // Every item of the test split: nothing is left to train on, and nothing of it is looked at.
        var manifest = Path.Combine(scenario.Corpus, "manifest.jsonl");
        await File.WriteAllTextAsync(manifest, (await File.ReadAllTextAsync(manifest, TestContext.Current.CancellationToken)).Replace("\"split\":\"train\"", "\"split\":\"test\""), TestContext.Current.CancellationToken);
        var test = await scenario.EmbedAsync("test", Modality.Image);
        await RefusedAsync("None of the 100 items of image can be trained on", Modality.Image, request with { Sources = [test] });

        async Task RefusedAsync(string sentence, Modality modality, AlignRequest refused)
        {
            var error = await Assert.ThrowsAsync<GridException>(() => scenario.TrainAsync(modality, refused));
            Assert.Contains(sentence, error.Message, StringComparison.Ordinal);
        }
    }
}
