using UniBind.Grid.Testing;

namespace UniBind.Grid.Encoding.Tests;

/// <summary>What was wrong in Ollama, by the number of its issue (github.com/ollama/ollama).</summary>
public sealed class OllamaTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>6262: "embeddings done in parallel are corrupted".</summary>
    [Fact]
    public async Task Ollama_6262_VectorsUnderParallelLoad_EqualThoseComputedAlone()
    {
        new PackBuilder(_folder).Text(TransformerGraph.Build(11), 32).Image(Models.MatMul(8, 16), 8, 16).Write();
        var pack = EncoderPack.Load(_folder.Path, TestProfile.LoadOptions);
        await using var host = new EncoderHost(pack, new EncoderHostOptions { ConcurrentRuns = 3, IntraOpThreads = 1 }, Microsoft.Extensions.Logging.Abstractions.NullLoggerFactory.Instance);
        var text = await host.GetAsync(Modality.Text, TestContext.Current.CancellationToken);
        var image = await host.GetAsync(Modality.Image, TestContext.Current.CancellationToken);
        var texts = Enumerable.Range(0, 200).Select(i => TestProfile.Tokens([.. Enumerable.Range(0, 1 + i % 40).Select(t => (long)((i * 31 + t * 17) % 97))])).ToArray();
        var images = Enumerable.Range(0, 50).Select(i => TestProfile.Vector(Models.Random(8, i))).ToArray();

        var alone = new List<float[]>();
        foreach (var item in texts)
            alone.Add((await text.EncodeBatchAsync([item], TestContext.Current.CancellationToken))[0].Vector!);
        var aloneImages = new List<float[]>();
        foreach (var item in images)
            aloneImages.Add((await image.EncodeBatchAsync([item], TestContext.Current.CancellationToken))[0].Vector!);

        // Batches, single texts and pictures at once, each caller with a checker of its own.
        var batches = Task.Run(async () =>
        {
            for (var round = 0; round < 5; round++)
                Check(alone, await text.EncodeBatchAsync(texts, TestContext.Current.CancellationToken));
        }, TestContext.Current.CancellationToken);
        await Parallel.ForEachAsync(Enumerable.Range(0, 1_000), new ParallelOptions { MaxDegreeOfParallelism = 32, CancellationToken = TestContext.Current.CancellationToken }, async (i, ct) =>
        {
            Check([alone[i % 200]], [await text.EncodeAsync(texts[i % 200], ct)]);
            Check([aloneImages[i % 50]], [await image.EncodeAsync(images[i % 50], ct)]);
        });
        await batches;
    }

    private static void Check(IReadOnlyList<float[]> expected, IReadOnlyList<EncodeResult> results)
    {
        for (var i = 0; i < expected.Count; i++)
            Assert.InRange(EncoderLoader.MaxDelta(expected[i], results[i].Vector!), 0, 1e-6f);
    }
}
