using System.Text.Json.Nodes;
using UniBind.Grid.Testing;

namespace UniBind.Grid.Encoding.Tests;

/// <summary>What text-embeddings-inference does not do, by the numbers of its issues (github.com/huggingface/text-embeddings-inference).</summary>
public sealed class TeiTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>145: "entire request fails if one of the samples isn't tokenizable".</summary>
    [Fact]
    public async Task TEI_145_OneBadItemInABatch_TheOthersSucceedWithTheVectorsOfABatchWithoutIt()
    {
        await using var host = new PackBuilder(_folder).Text(Models.Lookup(), 24).Host();
        var encoder = await host.GetAsync(Modality.Text, TestContext.Current.CancellationToken);
        var good = Enumerable.Range(0, 15).Select(i => TestProfile.Tokens(i, i + 20)).ToList();
        var expected = await encoder.EncodeBatchAsync(good, TestContext.Current.CancellationToken);
        for (var at = 0; at <= good.Count; at += 5)
        {
            var results = (await encoder.EncodeBatchAsync([.. good[..at], TestProfile.Tokens(100_000, 1), .. good[at..]], TestContext.Current.CancellationToken)).ToList();
            Assert.Equal(ItemErrorCodes.Encoder, results[at].Error!.Code);
            results.RemoveAt(at);
            Assert.Equal(expected.Select(r => r.Vector), results.Select(r => r.Vector));
        }
    }

    /// <summary>723: an endless loop when an input is longer than <c>max-batch-tokens</c>.</summary>
    [Fact]
    public async Task TEI_723_TextLongerThanTheBatchBudget_EndsInABatchAndOnline()
    {
        await using var host = new PackBuilder(_folder).Text(TransformerGraph.Build(3), 32, e => e["batch"] = new JsonObject { ["maxRows"] = 8, ["maxCost"] = 16 }).Host();
        var encoder = await host.GetAsync(Modality.Text, TestContext.Current.CancellationToken);
        var longer = TestProfile.Tokens([.. Enumerable.Range(0, 100).Select(t => (long)(t % 97))]); // 100 tokens, and 16 may share a Run
        var patience = TimeSpan.FromSeconds(30);
        var batch = await encoder.EncodeBatchAsync([TestProfile.Tokens(1, 2), longer, TestProfile.Tokens(3), longer], TestContext.Current.CancellationToken).AsTask().WaitAsync(patience, TestContext.Current.CancellationToken);
        Assert.All(batch, r => Assert.NotNull(r.Vector));
        var online = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => encoder.EncodeAsync(longer, TestContext.Current.CancellationToken).AsTask())).WaitAsync(patience, TestContext.Current.CancellationToken);
        Assert.All(online, r => Assert.InRange(EncoderLoader.MaxDelta(batch[1].Vector!, r.Vector!), 0, 1e-6f));
    }
}
