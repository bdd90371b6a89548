using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using UniBind.Grid.Client;
using UniBind.Grid.Encoding;
using UniBind.Grid.Testing;

namespace UniBind.Grid.EndToEnd.Tests;

/// <summary>The tests that ask one <c>unibind serve</c> process together.</summary>
[CollectionDefinition(Name)]
public sealed class RealServerCollection : ICollectionFixture<RealServer>
{
    public const string Name = "real server";
}

/// <summary>
/// One <c>unibind serve</c> process with all roles on a Redis server of its own, so that its Orleans gateway can be reached besides HTTP. It asks for keys, and has the
/// classic pack and <see cref="SlimPack"/>.
/// </summary>
public sealed class RealServer : IAsyncLifetime
{
    /// <summary>A pack that can encode texts and nothing else.</summary>
    public const string SlimPack = "slim@0";

    public const string Pack = "classic@0";
    public const string ClusterId = "real";
    private readonly TempFolder _folder = new();
    private RedisServer? _redis;
    private SiloProcess? _server;

    /// <summary>The address of HTTP, with a slash at its end.</summary>
    public Uri Url => new(_server!.Ready, "/");

    /// <summary>A key that may do everything.</summary>
    public string Key { get; private set; } = "";

    /// <summary>The folder that jobs over HTTP may read and write.</summary>
    public string Root => Path.Combine(_folder.Path, "root");

    /// <summary>Speaks HTTP with the key.</summary>
    public HttpClient Http { get; } = new();

    /// <summary>What the server wrote, for messages of failed tests.</summary>
    public string Log => _server!.Output;

    public string Cluster => _redis!.Address;

    private string Home => Path.Combine(_folder.Path, "home");

    public async ValueTask InitializeAsync()
    {
        _redis = RedisServer.Start();
        Directory.CreateDirectory(Root);
        var keys = Path.Combine(_folder.Path, "keys.json");
        var made = await UniBindCommand.RunAsync(Home, "keys", "create", "tests", "--scope", "admin", "--keys", keys);
        Assert.True(made.ExitCode == 0, made.Errors);
        Key = made.Output.Trim();
        _server = await SiloProcess.StartAsync(
            Home, "all", "--cluster", _redis.Address, "--cluster-id", ClusterId, "--role", Role.Coordinator, "--role", Role.Gateway, "--role", Role.Encoder,
            "--pack", ClassicPack.Name, "--pack", WriteSlimPack(), "--keys", keys, "--root", Root);
        Http.BaseAddress = Url;
        Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Key);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(60));
        while (!await IsReadyAsync(limit.Token))
            await Task.Delay(100, limit.Token);
    }

    /// <summary>Generators over HTTP.</summary>
    public ServiceProvider OverHttp() => new ServiceCollection().AddUniBindGrid(o => (o.Endpoint, o.ApiKey, o.Model) = (Url, Key, Pack)).BuildServiceProvider();

    /// <summary>Generators over an Orleans client; the caller starts and stops it.</summary>
    public IHost OverCluster()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddUniBindGridCluster(o => (o.Cluster, o.ClusterId, o.Model) = (Cluster, ClusterId, Pack));
        return builder.Build();
    }

    /// <summary>The options of commands that are to use this server.</summary>
    public string[] CommandOptions => ["--cluster", Cluster, "--cluster-id", ClusterId];

    /// <summary>Runs a command that uses this server.</summary>
    internal Task<UniBindCommand.Result> RunAsync(params string[] arguments) => UniBindCommand.RunAsync(Home, [.. arguments, .. CommandOptions]);

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        if (_server is not null)
            await _server.DisposeAsync();
        _redis?.Dispose();
        _folder.Dispose();
    }

    private async Task<bool> IsReadyAsync(CancellationToken cancellationToken)
    {
        using var answer = await Http.GetAsync(_server!.Ready, cancellationToken);
        return answer.IsSuccessStatusCode;
    }

    private string WriteSlimPack()
    {
        var folder = Path.Combine(_folder.Path, "slim");
        Directory.CreateDirectory(folder);
        var pack = JsonNode.Parse(File.ReadAllText(Path.Combine(ClassicPack.Folder, "pack.json")))!.AsObject();
        pack["name"] = "slim";
        pack["encoders"] = new JsonObject { ["text"] = pack["encoders"]!["text"]!.DeepClone() };
        File.WriteAllText(Path.Combine(folder, "pack.json"), pack.ToJsonString());
        File.Copy(Path.Combine(ClassicPack.Folder, "text.onnx"), Path.Combine(folder, "text.onnx"));
        return folder;
    }
}
