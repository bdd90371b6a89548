using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using UniBind.Grid.Client;
using UniBind.Grid.Testing;

namespace UniBind.Grid.EndToEnd.Tests;

/// <summary>A cluster of silo processes over a Redis server of its own.</summary>
internal sealed class ClusterOfSilos : IAsyncDisposable
{
    private const string ClusterId = "test";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);
    private readonly TempFolder _folder = new();
    private readonly List<SiloProcess> _silos = [];
    private readonly HttpClient _http = new();
    private GridConnection? _connection;

    public RedisServer Redis { get; } = RedisServer.Start();

    /// <summary>How long silos go on serving that were asked to stop.</summary>
    public TimeSpan Drain { get; init; }

    /// <summary>The data directory of its silos.</summary>
    public string Home => Path.Combine(_folder.Path, "home");

    /// <summary>The options that name it on a command line.</summary>
    public string[] Options => ["--cluster", Redis.Address, "--cluster-id", ClusterId];

    public IGridClient Client => _connection!.Client;

    /// <summary>A path for an output.</summary>
    public string File(string name) => Path.Combine(_folder.Path, name);

    /// <summary>Starts silos side by side, each named <c>role+role</c> with something that tells it from the others behind a dot.</summary>
    public async Task<SiloProcess[]> AddAsync(params string[] names)
    {
        var started = await Task.WhenAll(names.Select(name => SiloProcess.StartAsync(Home, name, [.. Options, .. Roles(name), .. FastDetection, "--decode-threads", "1", "--drain", $"{Drain.TotalSeconds}", "--root", _folder.Path])));
        _silos.AddRange(started);
        return started;
    }

    /// <summary>Connects, and waits until so many encoder silos are there.</summary>
    public async Task ConnectAsync(int encoders)
    {
        using var limit = Limited();
        _connection ??= await GridConnection.OpenAsync(new ClusterClientOptions(ClusterAddress.Parse(Redis.Address), ClusterId), limit.Token);
        while ((await Client.DescribeWorkersAsync()).Count < encoders)
            await Task.Delay(50, limit.Token);
    }

    /// <summary>Waits until a job has committed something, and checks that it has not committed everything.</summary>
    public async Task WaitForPartsAsync(string output)
    {
        using var limit = Limited();
        while (!Directory.Exists(output) || Directory.GetFiles(output, "part-*").Length == 0)
            await Task.Delay(10, limit.Token);
        RequireUnfinished(output);
    }

    /// <summary>Checks that a job was at work when something was done to it.</summary>
    public static void RequireUnfinished(string output) =>
        Assert.False(System.IO.File.Exists(Path.Combine(output, "_SUCCESS")), "the job ended before anything could be done to it: make the corpus larger");

    /// <summary>Follows a job to its end. One that was left by its coordinator is resumed where the grid does not do so by itself.</summary>
    public async Task<JobProgress> FinishAsync(string jobId)
    {
        using var limit = Limited();
        while (true)
        {
            JobProgress? last = null;
            await foreach (var progress in Client.WatchAsync(jobId, limit.Token))
                last = progress;
            if (last!.State != JobState.Paused)
                return last;
            await Client.ResumeAsync(jobId);
        }
    }

    /// <summary>The silo that coordinates a job.</summary>
    public async Task<SiloProcess> FindCoordinatorAsync(string jobId)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.UseOrleansClient(client => client
            .UseRedisClustering($"127.0.0.1:{Redis.Port}")
            .Configure<ClusterOptions>(o => (o.ClusterId, o.ServiceId) = (ClusterId, ClusterId)));
        using var host = builder.Build();
        await host.StartAsync(TestContext.Current.CancellationToken);
        var grains = host.Services.GetRequiredService<IClusterClient>();
        var address = await grains.GetGrain<IManagementGrain>(0).GetActivationAddress(grains.GetGrain<IJobGrain>(jobId));
        await host.StopAsync(TestContext.Current.CancellationToken);
        return _silos.Single(s => s.SiloPort == address!.Endpoint.Port);
    }

    /// <summary>Waits until a silo's readiness is as wanted.</summary>
    /// <returns>What it said.</returns>
    public async Task<string> WaitForReadinessAsync(SiloProcess silo, bool ready)
    {
        var start = Stopwatch.GetTimestamp();
        while (true)
        {
            using var answer = await _http.GetAsync(silo.Ready, TestContext.Current.CancellationToken);
            var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            if (answer.IsSuccessStatusCode == ready)
                return text;
            Assert.True(Stopwatch.GetElapsedTime(start) < Limit, $"'{silo.Name}' is not as it should be: {text}\n{silo.Output}");
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>All that the silos wrote, for messages of failed tests.</summary>
    public string Log() => string.Join('\n', _silos.Select(s => $"--- {s.Name}\n{s.Output}"));

    public async ValueTask DisposeAsync()
    {
        if (_connection is not null)
            await _connection.DisposeAsync();
        foreach (var silo in _silos)
            await silo.DisposeAsync();
        Redis.Dispose();
        _http.Dispose();
        _folder.Dispose();
    }

    /// <summary>Deaths are noticed in three seconds: a test would wait, and a silo wrongly called dead still loses nothing.</summary>
    private static string[] FastDetection => ["--probe-timeout", "1", "--missed-probes", "3", "--table-refresh", "2", "--alive-period", "1"];

    private static IEnumerable<string> Roles(string name) => name.Split('.')[0].Split('+').SelectMany(role => new[] { "--role", role });

    private static CancellationTokenSource Limited()
    {
        var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Limit);
        return limit;
    }
}
