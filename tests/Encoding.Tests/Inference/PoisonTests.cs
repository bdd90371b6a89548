using UniBind.Grid.Testing;

namespace UniBind.Grid.Encoding.Tests;

/// <summary>Items that make an encoder hang, or answer NaN to a whole batch.</summary>
public sealed class PoisonTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task EncodeBatchAsync_ItemWhoseRunHangs_FailsAloneAndTheDeviceGoesOn()
    {
        await using var host = HangingHost();
        var encoder = await host.GetAsync(Modality.Image, TestContext.Current.CancellationToken);
        var items = Enumerable.Range(0, 8).Select(i => TestProfile.Vector(i == 5 ? LoopModel.ForEver : 0.5f, 0.1f * i)).ToArray();
        var results = await encoder.EncodeBatchAsync(items, TestContext.Current.CancellationToken);
        Assert.Equal((ItemStage.Encode, ItemErrorCodes.Timeout), (results[5].Error!.Stage, results[5].Error!.Code));
        Assert.Contains("took longer than 0.3 s", results[5].Error!.Message, StringComparison.Ordinal);
        var without = await encoder.EncodeBatchAsync([.. items.Where((_, i) => i != 5)], TestContext.Current.CancellationToken);
        Assert.Equal(without.Select(r => r.Vector), results.Where((_, i) => i != 5).Select(r => r.Vector));
        Assert.True(host.IsAlive);
        Assert.Equal(0, host.StuckRuns);
    }

    [Fact]
    public async Task EncodeAsync_OnlineItemWhoseRunHangs_IsTriedTwiceAndFailsAlone()
    {
        await using var host = HangingHost();
        var encoder = await host.GetAsync(Modality.Image, TestContext.Current.CancellationToken);
        var runs = encoder.Statistics.Runs;
        var bad = await encoder.EncodeAsync(TestProfile.Vector(LoopModel.ForEver, 1), TestContext.Current.CancellationToken);
        Assert.Equal(ItemErrorCodes.Timeout, bad.Error!.Code);
        Assert.Equal(3, encoder.Statistics.Runs - runs); // the item, the encoder's own test item, the item again
        Assert.NotNull((await encoder.EncodeAsync(TestProfile.Vector(0.5f, 1), TestContext.Current.CancellationToken)).Vector);
    }

    [Fact]
    public async Task EncodeBatchAsync_BatchThatSpoilsItsItems_GivesEachTheVectorThatItHasAlone()
    {
        var graph = new OnnxGraphWriter("crowd");
        var x = graph.Input("values", UniBind.Grid.Media.TensorType.Float32, "n", 2);
        var crowd = graph.Sum(graph.Slice(x, 1, 0, 1), [0]); // of the first number, over the batch
        graph.Output("embedding", graph.Mul(x, graph.Unary("Sqrt", graph.Add(graph.Mul(crowd, -1f), 2.5f))), UniBind.Grid.Media.TensorType.Float32, "n", 2);
        await using var host = new PackBuilder(_folder).Image(graph.ToArray(), 2, 2).Host();
        var encoder = await host.GetAsync(Modality.Image, TestContext.Current.CancellationToken);

        // Four of them make the root of a negative number for all; the fifth is NaN by itself.
        float[][] values = [[0.8f, 0.6f], [0.6f, 0.8f], [1, 0], [0.8f, -0.6f], [3, 1]];
        var results = await encoder.EncodeBatchAsync([.. values.Select(v => TestProfile.Vector(v))], TestContext.Current.CancellationToken);
        for (var i = 0; i < 4; i++)
        {
            Assert.Null(results[i].Error);
            Assert.InRange(EncoderLoader.MaxDelta(values[i], results[i].Vector!), 0, 1e-6f);
        }
        Assert.Equal(ItemErrorCodes.NotFinite, results[4].Error!.Code);
    }

    private EncoderHost HangingHost() => new PackBuilder(_folder).Image(LoopModel.Build(2), 2, 2)
        .Host(new EncoderHostOptions { ConcurrentRuns = 1, IntraOpThreads = 1, MaxRunMilliseconds = 0, HangTimeout = TimeSpan.FromMilliseconds(300) });
}
