using UniBind.Grid.Alignment;
using UniBind.Grid.Testing;

namespace UniBind.Grid.Cluster.Tests;

public sealed class LabelHeadTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Train_LabelsOfARealEncoder_ClassifiesPicturesWithoutTraining()
    {
        using var folder = new TempFolder();
        var pack = LabPack.BuildScores(Path.Combine(folder.Path, "pack"));
        var corpus = LabCorpus.Build(Path.Combine(folder.Path, "corpus"), perModality: 60);
        await using var grid = await GridCluster.StartAsync(encoders: 1, options => options.Packs.Add(pack));
        var classes = Directory.GetDirectories(Lab.Require("data", "objects", "image_cifar10")).Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal).ToArray();
        await grid.Client.Spaces.ImportAsync("objects", [.. classes.Select(c => new Description { Class = c, Text = c, State = DescriptionState.Approved })], Token);
        await foreach (var _ in grid.Client.Spaces.BuildCentersAsync("objects", new CenterBuildRequest { Pack = "lab-scores" }, Token))
        {
        }

        var output = Path.Combine(folder.Path, "out");
        await grid.Client.SubmitAsync("scores", new JobSpec { Source = corpus, Output = output, Space = "lab-scores@0", Modalities = [Modality.Image] });
        var end = await grid.FinishAsync("scores");
        Assert.True(end.State == JobState.Done, end.Message);
        AlignProgress? last = null;
        var request = new AlignRequest { Sources = [output], Method = AlignMethods.Labels, Labels = [.. LabelFile.Read(Path.Combine(pack, "imagenet_labels.txt"))], Options = new AlignOptions { HoldOut = 0.9 } };
        await foreach (var progress in grid.Client.Alignment.TrainAsync("objects", Modality.Image, request, Token))
            last = progress;

        // Ten classes that one word each stands for, and pictures of 32 x 32: little more than chance, but more.
        Assert.InRange(last!.Head!.Metrics["accuracy"], 0.12, 1);
        Assert.Equal((0L, AlignMethods.Labels, 1001), (last.Head.Items, last.Head.Method, last.Head.RawDimension));
        Assert.True(last.Head.Metrics["confidence.temperature"] > 0);

        await grid.Client.Spaces.PublishAsync("objects", new PublishRequest());
        var handle = await grid.Client.Search.OpenSpaceAsync("objects@1");
        foreach (var row in (await OutputRows.ReadAsync(output)).Take(5))
        {
            var query = new MediaQuery { Name = row.Uri, Content = await File.ReadAllBytesAsync(Path.Combine(corpus, row.Uri), Token), Modality = Modality.Image };
            var reply = await grid.Client.Search.ClassifyAsync(handle, query, 3, Token);
            Assert.Equal(last.Head.Sha256, reply.Head);
            Assert.NotNull(reply.Classes[0].Confidence);
            Assert.Subset(classes.ToHashSet(), reply.Classes.Select(c => c.Class).ToHashSet());
        }
    }
}
