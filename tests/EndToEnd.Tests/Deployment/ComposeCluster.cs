using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using UniBind.Grid.Testing;

namespace UniBind.Grid.EndToEnd.Tests;

/// <summary>
/// The services of docker-compose.yml as processes of this machine: their own commands and environment, with hosts on loopback, ports that are free, and volumes
/// in a folder.
/// </summary>
internal sealed class ComposeCluster : IAsyncDisposable
{
    private static readonly Dictionary<string, string> Secrets = new() { ["REDIS_PASSWORD"] = "not-a-secret-of-anyone", ["GRAFANA_PASSWORD"] = "x" };
    private readonly ComposeFile _compose = ComposeFile.Read();
    private readonly TempFolder _folder = new();
    private readonly Dictionary<string, SiloProcess> _silos = [];
    private NodeServer? _azurite;
    private Process? _redis;
    private int _redisPort;

    /// <summary>The silos by the names of their services.</summary>
    public IReadOnlyDictionary<string, SiloProcess> Silos => _silos;

    /// <summary>The environment of a service, as its process gets it.</summary>
    public Dictionary<string, Dictionary<string, string>> Environments { get; } = [];

    /// <summary>A key that the gateway knows.</summary>
    public string Key { get; private set; } = "";

    public string Log => string.Join('\n', _silos.Values.Select(s => $"--- {s.Name}\n{s.Output}"));

    public string File(string name) => Path.Combine(_folder.Path, name);

    public async Task StartAsync()
    {
        var redis = Tools.Require("redis-server");
        Tools.RequireShell();
        _azurite = await NodeServer.AzuriteAsync();
        await StartRedisAsync();
        Assert.NotNull(redis);
        foreach (var (name, service) in _compose.Silos)
            Environments[name] = Translate(name, ComposeFile.Environment(service, Secrets), service);
        Key = await MakeKeyAsync();
        // Compose starts what depends on nobody first; the silos themselves find each other in any order.
        var started = await Task.WhenAll(_compose.Silos.Select(p => SiloProcess.StartAsync(File(p.Key), p.Key, Environments[p.Key], ComposeFile.Words(p.Value["command"]))));
        foreach (var silo in started)
            _silos[silo.Name] = silo;
    }

    /// <summary>Runs the health check of a service as the engine would.</summary>
    public Task<UniBindCommand.Result> CheckHealthAsync(string name)
    {
        var test = ComposeFile.Words(_compose.Silos[name]["healthcheck"]!["test"]);
        Assert.Equal(["CMD", "dotnet", "/app/unibind.dll"], test[..3]);
        return UniBindCommand.RunAsync(File(name), Environments[name], test[3..]);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var silo in _silos.Values)
            await silo.DisposeAsync();
        if (_redis is not null)
        {
            _redis.Kill();
            await _redis.WaitForExitAsync();
            _redis.Dispose();
        }
        _azurite?.Dispose();
        _folder.Dispose();
    }

    private Dictionary<string, string> Translate(string name, Dictionary<string, string> environment, System.Text.Json.Nodes.JsonObject service)
    {
        var mounts = ComposeFile.Words(service["volumes"]).Select(v => v.Split(':')).ToDictionary(v => v[1], v => File("volume-" + v[0].Replace('/', '-')));
        foreach (var folder in mounts.Values)
            Directory.CreateDirectory(folder);
        foreach (var (key, value) in environment)
        {
            environment[key] = key switch
            {
                "UNIBIND_ADVERTISE" when value == name => "localhost",
                "UNIBIND_HTTP_PORT" or "UNIBIND_SILO_PORT" or "UNIBIND_GATEWAY_PORT" => $"{LoopbackPorts.Next()}",
                "OTEL_EXPORTER_OTLP_ENDPOINT" => "",
                _ => value.Replace("@redis:6379", $"@127.0.0.1:{_redisPort}", StringComparison.Ordinal).Replace("http://azurite:10000", $"http://127.0.0.1:{_azurite!.Port}", StringComparison.Ordinal),
            };
            if (mounts.FirstOrDefault(m => value == m.Key || value.StartsWith(m.Key + "/", StringComparison.Ordinal)) is { Key: { } target } mount)
                environment[key] = mount.Value + value[target.Length..];
        }
        return environment;
    }

    /// <summary>As the guide says it, before the gateway starts.</summary>
    private async Task<string> MakeKeyAsync()
    {
        var keys = Environments["gateway"]["UNIBIND_KEYS"];
        var made = await UniBindCommand.RunAsync(File("client"), "keys", "create", "tests", "--scope", "embed", "--keys", keys);
        Assert.True(made.ExitCode == 0, made.Errors);
        return made.Output.Trim();
    }

    /// <summary>By the service's own command line and environment.</summary>
    private async Task StartRedisAsync()
    {
        var service = _compose.Services["redis"];
        var command = ComposeFile.Words(service["command"]).Select(w => ComposeFile.Interpolate(w, Secrets)).ToArray();
        Assert.Equal(["sh", "-c"], command[..2]);
        _redisPort = LoopbackPorts.Next();
        var info = new ProcessStartInfo(command[0]) { WorkingDirectory = _folder.Path, RedirectStandardOutput = true };
        info.ArgumentList.Add(command[1]);
        info.ArgumentList.Add($"{command[2]} --port {_redisPort} --bind 127.0.0.1 --save '' --logfile redis.log");
        foreach (var (key, value) in ComposeFile.Environment(service, Secrets))
            info.Environment[key] = value;
        _redis = Process.Start(info)!;
        for (var start = Stopwatch.GetTimestamp(); ; await Task.Delay(50, TestContext.Current.CancellationToken))
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(IPAddress.Loopback, _redisPort, TestContext.Current.CancellationToken);
                return;
            }
            catch (SocketException) when (Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(20))
            {
                // Not yet.
            }
        }
    }
}
