using UniBind.Grid.Corpora;
using UniBind.Grid.Testing;

namespace UniBind.Grid.Alignment.Tests;

public sealed class SpacePlanTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Fact]
    public async Task Plan_ItemsBehindCentersAndHeads_DoNotCountForAccuracy()
    {
        // Every row lies on the first axis: right before, where that is the class of its label, and wrong after.
        using var before = await OpenAsync(1, ["a", "b"], ["held-before"]);
        using var after = await OpenAsync(2, ["b", "a"], ["held-after"]);
        OutputRow[] rows = [Row("held-before"), Row("held-after"), Row("trained", "train"), Row("trained-too", " Training "), Row("tested", "test"), Row("plain"), Row("plain-too", "val")];
        var raw = rows.SelectMany(_ => new[] { 1f, 0f }).ToArray();

        var plan = new SpacePlan(before, after).Plan(new RawShard(null!, rows, raw, 2));

        Assert.Equal((7L, 7L), (plan.Counts.Rows, plan.Counts.Changed));
        Assert.Equal((3L, 3L, 0L), (plan.Counts.Labelled, plan.Counts.RightBefore, plan.Counts.RightAfter));
    }

    public void Dispose() => _folder.Dispose();

    private static OutputRow Row(string id, string? split = null) => new()
    {
        Id = id,
        Uri = "",
        Modality = Modality.Image,
        Labels = ["a"],
        Split = split,
        Space = "test@1",
        Encoder = "e",
        Head = "identity",
        ContentSha256 = "",
        Embedding = [],
    };

    private async Task<Space> OpenAsync(int version, string[] classes, string[] calibrated)
    {
        var blobs = new BlobStore(_folder.Path);
        var rows = EmbeddingMatrix.From([EvaluationSets.Axis(2, 0), EvaluationSets.Axis(2, 1)], 2);
        var centers = new CenterSet(classes, [0, 1, 2], rows, [CenterSet.AllModalities, CenterSet.AllModalities], _ => "");
        return Space.Open(blobs, await SpaceStore.WriteAsync(blobs, new SpaceManifest
        {
            Name = "test",
            Version = version,
            Created = DateTimeOffset.UnixEpoch,
            Pack = "pack",
            PackSha256 = new string('0', 64),
            PackAligned = true,
            Dimension = 2,
            Centers = await SpaceStore.PutCentersAsync(blobs, centers, TestContext.Current.CancellationToken),
            Classes = 2,
            Calibrated = await CalibratedIds.PutAsync(blobs, calibrated, TestContext.Current.CancellationToken),
        }, TestContext.Current.CancellationToken));
    }
}
