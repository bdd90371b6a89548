using UniBind.Grid.Cluster.Tests;
using UniBind.Grid.Samples;
using UniBind.Grid.Testing;

[assembly: AssemblyFixture(typeof(GridFixture))]

namespace UniBind.Grid.Cluster.Tests;

/// <summary>One cluster of a coordinator and two encoder silos, and one corpus, for all tests that break neither.</summary>
public sealed class GridFixture : IAsyncLifetime
{
    private readonly TempFolder _folder = new();

    public GridCluster Grid { get; private set; } = null!;

    /// <summary>The sample corpus with 29 items of each digit and modality: 2,030 items.</summary>
    public string Corpus { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        Corpus = _folder.File("corpus", "x")[..^2];
        Directory.Delete(Corpus, recursive: true);
        await SampleCorpus.WriteAsync(Corpus, new SampleOptions { PerClass = 29 });
        Grid = await GridCluster.StartAsync(encoders: 2, options =>
        {
            // Small shards, so that both silos get work.
            foreach (var modality in Modalities.All)
                options.ShardItems[modality.Name()] = 40;
        });
    }

    public async ValueTask DisposeAsync()
    {
        await Grid.DisposeAsync();
        _folder.Dispose();
    }
}
