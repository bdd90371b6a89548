using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using UniBind.Grid.Client;
using UniBind.Grid.Grains;
using UniBind.Grid.Silo;

namespace UniBind.Grid.Bench;

/// <summary>The grid of two silos, as the commands run it, kept warm between the rounds.</summary>
internal sealed class GridRun : IAsyncDisposable
{
    private readonly EmbeddedGrid _grid;
    private readonly GridClient _client;

    private GridRun(EmbeddedGrid grid)
    {
        _grid = grid;
        _client = new GridClient(grid.Client);
    }

    public static async Task<GridRun> StartAsync(string pack, string spacesFolder, ISpaceVersions versions) => new(await EmbeddedGrid.StartAsync(
        new EmbeddedGridOptions
        {
            Encoder = o => o.Packs.Add(pack),
            SpacesFolder = spacesFolder,
            ConfigureCoordinator = services => services.AddSingleton(versions),
        }, default));

    /// <summary>Runs a job to its end.</summary>
    /// <returns>Seconds from the first shard to the last, and from the submission to the end.</returns>
    public async Task<(double Steady, double Whole)> RunAsync(JobSpec spec, Modality modality)
    {
        var start = Stopwatch.GetTimestamp();
        var jobId = JobIds.New();
        await _client.SubmitAsync(jobId, spec);
        JobProgress end = null!;
        await foreach (var progress in _client.WatchAsync(jobId))
            end = progress;
        var whole = Stopwatch.GetElapsedTime(start).TotalSeconds;
        if (end.State != JobState.Done || end.DeadLettered > 0)
            throw new InvalidOperationException($"The job ended as {end.State} with {end.DeadLettered} dead letters: {end.Message}");
        return (end.Carried / end.Modalities.Single(m => m.Modality == modality).ItemsPerSecond, whole);
    }

    /// <summary>Searches an output.</summary>
    /// <returns>Rows a second, from the question to the answer.</returns>
    public async Task<double> SearchAsync(string output)
    {
        var start = Stopwatch.GetTimestamp();
        var reply = await _client.Search.SearchAsync(new SearchRequest { Folders = [output], Query = MediaQuery.OfText("a photograph of a dog") });
        return reply.Rows / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    public ValueTask DisposeAsync() => _grid.DisposeAsync();
}
