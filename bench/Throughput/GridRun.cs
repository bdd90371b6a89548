using System.Text.Json;
using UniBind.Grid.Client;
using UniBind.Grid.Corpora;
using UniBind.Grid.Silo;

namespace UniBind.Grid.Bench;

/// <summary>The grid of two silos, as <c>unibind embed</c> runs it, kept warm between the rounds.</summary>
internal sealed class GridRun : IAsyncDisposable
{
    private readonly EmbeddedGrid _grid;
    private readonly GridClient _client;
    private readonly string _space;

    private GridRun(EmbeddedGrid grid, string space)
    {
        _grid = grid;
        _client = new GridClient(grid.Client);
        _space = space;
    }

    public static async Task<GridRun> StartAsync(string pack)
    {
        var grid = await EmbeddedGrid.StartAsync(new EmbeddedGridOptions { Encoder = o => o.Packs.Add(pack) }, default);
        return new GridRun(grid, Encoding.EncoderPack.ReadIdentity(pack).Name + "@0");
    }

    /// <summary>Embeds one modality of a corpus.</summary>
    /// <returns>Seconds in steady state (from the first shard to the last), and the bottleneck that the report names.</returns>
    public async Task<(double Seconds, string Bottleneck)> RunAsync(string corpus, string output, Modality modality)
    {
        var jobId = JobIds.New();
        await _client.SubmitAsync(jobId, new JobSpec { Source = corpus, Output = output, Space = _space, Modalities = [modality] });
        JobProgress end = null!;
        await foreach (var progress in _client.WatchAsync(jobId))
            end = progress;
        if (end.State != JobState.Done || end.DeadLettered > 0)
            throw new InvalidOperationException($"The job ended as {end.State} with {end.DeadLettered} dead letters: {end.Message}");
        var seconds = end.Embedded / end.Modalities.Single(m => m.Modality == modality).ItemsPerSecond;
        using var report = JsonDocument.Parse(File.ReadAllText(new JobFolder(output).Report));
        return (seconds, report.RootElement.GetProperty("bottleneck").GetString()!);
    }

    public ValueTask DisposeAsync() => _grid.DisposeAsync();
}
