using Microsoft.Extensions.DependencyInjection;
using UniBind.Grid.Corpora;
using UniBind.Grid.Grains;
using UniBind.Grid.Samples;
using UniBind.Grid.Testing;

namespace UniBind.Grid.Cluster.Tests;

/// <summary>A grid with a space of the ten digits, and a small sample corpus, embedded.</summary>
internal sealed class AlignScenario : IAsyncDisposable
{
    public const string Space = "digits";
    private readonly TempFolder _folder;

    private AlignScenario(GridCluster grid, TempFolder folder) => (Grid, _folder) = (grid, folder);

    public GridCluster Grid { get; }

    public BlobStore Blobs => new(Path.Combine(_folder.Path, "spaces", "blobs"));

    public string Corpus => Path.Combine(_folder.Path, "corpus");

    public static async Task<AlignScenario> StartAsync(int encoders, int classes = 10, Action<ISiloBuilder>? silos = null)
    {
        var folder = new TempFolder();
        var grid = await GridCluster.StartAsync(encoders, options => options.ShardItems["image"] = options.ShardItems["audio"] = 20, silos: silo =>
        {
            silo.Services.Configure<SpaceStorageOptions>(o => o.Folder = Path.Combine(folder.Path, "spaces"));
            silo.Services.Configure<CoordinatorOptions>(o => o.AlignGroupItems = 20);
            silos?.Invoke(silo);
        });
        var scenario = new AlignScenario(grid, folder);
        await SampleCorpus.WriteAsync(scenario.Corpus, new SampleOptions { PerClass = 10 });
        await scenario.BuildCentersAsync(classes);
        return scenario;
    }

    /// <summary>Embeds the corpus, or another one, without heads.</summary>
    public Task<string> EmbedAsync(string name, params Modality[] modalities) => EmbedInAsync("classic@0", name, modalities);

    /// <summary>Embeds the corpus into a version of a space.</summary>
    public async Task<string> EmbedInAsync(string space, string name, params Modality[] modalities)
    {
        var output = Path.Combine(_folder.Path, name);
        await Grid.Client.SubmitAsync(name, new JobSpec { Source = Corpus, Output = output, Space = space, Modalities = modalities });
        var end = await Grid.FinishAsync(name);
        Assert.True(end.State == JobState.Done, end.Message);
        return output;
    }

    public Task<AlignProgress> TrainAsync(Modality modality, AlignRequest request) => TrainAsync(Grid, modality, request);

    public static async Task<AlignProgress> TrainAsync(GridCluster grid, Modality modality, AlignRequest request)
    {
        AlignProgress? last = null;
        await foreach (var progress in grid.Client.Alignment.TrainAsync(Space, modality, request, TestContext.Current.CancellationToken))
            last = progress;
        Assert.NotNull(last!.Head);
        return last;
    }

    public async ValueTask DisposeAsync()
    {
        await Grid.DisposeAsync();
        _folder.Dispose();
    }

    private async Task BuildCentersAsync(int classes)
    {
        string[] words = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];
        var descriptions = words.Take(classes).SelectMany((word, digit) => new[] { $"the digit {word}", $"the number {digit}, written {word}", $"a sign that reads {digit}" }
            .Select(text => new Description { Class = digit.ToString(), Text = text, State = DescriptionState.Approved, Created = DateTimeOffset.UnixEpoch }));
        await Grid.Client.Spaces.ImportAsync(Space, [.. descriptions], TestContext.Current.CancellationToken);
        await foreach (var _ in Grid.Client.Spaces.BuildCentersAsync(Space, new CenterBuildRequest { Pack = "classic" }, TestContext.Current.CancellationToken))
        {
        }
    }
}
