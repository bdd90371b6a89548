using UniBind.Grid.Testing;

namespace UniBind.Grid.Bench.Chaos;

/// <summary>A Redis server and the silos of one run, each a process of its own.</summary>
/// <remarks>Not thread-safe.</remarks>
internal sealed class SiloCluster : IAsyncDisposable
{
    private const string Up = "/health/ready";
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);
    private readonly Dictionary<string, Launched> _running = [];
    private readonly List<SiloCommand> _silos = [];
    private readonly string _logs;
    private readonly Launched _redis;

    private SiloCluster(string logs, Launched redis, string address, string host)
    {
        _logs = logs;
        _redis = redis;
        (Address, Host) = (address, host);
    }

    /// <summary>The cluster's address for <c>--cluster</c>.</summary>
    public string Address { get; }

    /// <summary>The address that Redis listens on.</summary>
    public string Host { get; }

    public IReadOnlyList<SiloCommand> Silos => _silos;

    public IReadOnlyList<SiloCommand> Encoders => [.. _silos.Where(s => s.IsEncoder)];

    public IReadOnlyList<SiloCommand> Coordinators => [.. _silos.Where(s => !s.IsEncoder)];

    /// <summary>Starts a Redis server that stores nothing on disk.</summary>
    public static async Task<SiloCluster> StartRedisAsync(string folder, string host, CancellationToken ct)
    {
        var logs = Directory.CreateDirectory(Path.Combine(folder, "logs")).FullName;
        var port = LoopbackPorts.Next();
        var redis = Launched.Start(
            ["redis-server", "--bind", host, "--port", $"{port}", "--save", "", "--appendonly", "no", "--protected-mode", "no", "--dir", logs],
            new Dictionary<string, string>(), Path.Combine(logs, "redis.log"), "Ready to accept connections");
        await redis.ReadyAsync(StartLimit, ct);
        return new SiloCluster(logs, redis, $"redis://{host}:{port}", host);
    }

    /// <summary>Starts silos side by side and waits until all are up.</summary>
    public async Task StartAsync(IEnumerable<SiloCommand> silos, CancellationToken ct)
    {
        var started = new List<Launched>();
        foreach (var silo in silos)
        {
            if (!_silos.Contains(silo))
                _silos.Add(silo);
            if (_running.Remove(silo.Name, out var old))
                old.Dispose();
            _running[silo.Name] = Launched.Start(silo.Command, silo.Environment, Path.Combine(_logs, silo.Name + ".log"), Up);
            started.Add(_running[silo.Name]);
        }
        await Task.WhenAll(started.Select(s => s.ReadyAsync(StartLimit, ct)));
    }

    public Launched this[SiloCommand silo] => _running[silo.Name];

    /// <summary>The port between silos.</summary>
    public int PortOf(SiloCommand silo) => _running[silo.Name].SiloPort;

    public bool IsRunning(SiloCommand silo) => _running.TryGetValue(silo.Name, out var process) && process.IsRunning;

    public ValueTask DisposeAsync()
    {
        foreach (var process in _running.Values)
            process.Dispose();
        _redis.Dispose();
        return ValueTask.CompletedTask;
    }
}
