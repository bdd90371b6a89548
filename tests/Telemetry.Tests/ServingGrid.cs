using Microsoft.Extensions.DependencyInjection;
using UniBind.Grid.Client;
using UniBind.Grid.Encoding;
using UniBind.Grid.Grains;
using UniBind.Grid.Silo;
using UniBind.Grid.Telemetry.Tests;
using UniBind.Grid.Testing;

[assembly: AssemblyFixture(typeof(ServingGrid))]

namespace UniBind.Grid.Telemetry.Tests;

/// <summary>A grid that serves HTTP, and what its /metrics said before and after a job of five texts and a file that is nothing.</summary>
public sealed class ServingGrid : IAsyncLifetime
{
    private readonly TempFolder _folder = new();
    private EmbeddedGrid _grid = null!;

    /// <summary>Everything that was scraped before the job.</summary>
    public Scrape Before { get; private set; } = null!;

    /// <summary>Everything that was scraped after it.</summary>
    public Scrape After { get; private set; } = null!;

    public HttpClient Http { get; private set; } = null!;

    public GridClient Client { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        _grid = await EmbeddedGrid.StartAsync(
            new EmbeddedGridOptions
            {
                HttpPort = 0,
                SpacesFolder = _folder.File("spaces", "x")[..^2],
                Encoder = o => o.Packs.Add(ClassicPack.Folder),
                ConfigureEncoder = services => services.Configure<EmbeddingCacheOptions>(o => o.Folder = Path.Combine(_folder.Path, "cache")),
            },
            CancellationToken.None);
        Http = new HttpClient { BaseAddress = new Uri($"http://localhost:{_grid.Address.HttpPort}") };
        Client = new GridClient(_grid.Client);
        while (!(await Http.GetAsync("/health/ready")).IsSuccessStatusCode)
            await Task.Delay(50);
        Before = await ScrapeAsync();
        for (var i = 0; i < 5; i++)
            _folder.Write($"corpus/{i}.txt", $"A text of the number {i}, a little longer each time{new string('!', i)}.");
        _folder.Write("corpus/broken.png", "no picture");
        Assert.Equal(JobState.Done, (await RunJobAsync("first")).State);
        After = await ScrapeAsync();
    }

    /// <summary>Embeds the corpus.</summary>
    public async Task<JobProgress> RunJobAsync(string id, bool useCache = true)
    {
        await Client.SubmitAsync(id, new JobSpec { Source = Path.Combine(_folder.Path, "corpus"), Output = Path.Combine(_folder.Path, id), Space = "classic@0", NoCache = !useCache });
        JobProgress? end = null;
        await foreach (var progress in Client.WatchAsync(id, CancellationToken.None))
            end = progress;
        return end!;
    }

    /// <summary>Asks for the metrics as they are now: the exporter gives the same answer for 300 ms.</summary>
    public async Task<Scrape> ScrapeAsync()
    {
        await Task.Delay(TimeSpan.FromMilliseconds(400));
        return Scrape.Parse(await Http.GetStringAsync("/metrics"));
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _grid.DisposeAsync();
        _folder.Dispose();
    }
}
