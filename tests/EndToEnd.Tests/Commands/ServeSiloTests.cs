using System.Net;
using System.Net.Sockets;
using UniBind.Grid.Testing;

namespace UniBind.Grid.EndToEnd.Tests;

/// <summary>What <c>unibind serve --cluster</c> refuses, each time in one sentence.</summary>
public sealed class ServeSiloTests
{
    private const string Nobody = "redis://127.0.0.1:1";

    [Fact]
    public async Task Serve_RedisUnreachable_SaysSo()
    {
        var result = await RunAsync("--cluster", Nobody);

        Assert.Equal(1, result.ExitCode);
        Assert.Equal("unibind: The Redis server at 127.0.0.1:1 does not answer; start it, or name another with --cluster or UNIBIND_CLUSTER.", result.Errors.Trim());
    }

    [Fact]
    public async Task Serve_PortTaken_SaysSo()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;

        var result = await RunAsync("--cluster", Nobody, "--silo-port", $"{port}");

        Assert.Equal(1, result.ExitCode);
        Assert.Equal($"unibind: Port {port} of 127.0.0.1 is taken; choose another with --silo-port, or 0 for any free one.", result.Errors.Trim());
    }

    [Theory]
    [InlineData("'boss' is no role", "--cluster", Nobody, "--role", "boss")]
    [InlineData("--role is for the silos of a cluster", "--role", "encoder")]
    [InlineData("must not carry a password", "--cluster", "redis://:secret@127.0.0.1:1")]
    [InlineData("its port is no number", "--cluster", "redis://127.0.0.1:x")]
    [InlineData("--advertise takes an address", "--cluster", Nobody, "--advertise", "0.0.0.0")]
    public async Task Serve_WrongOption_IsAUsageError(string sentence, params string[] arguments)
    {
        var result = await RunAsync(arguments);

        Assert.Equal(2, result.ExitCode);
        Assert.Contains(sentence, result.Errors);
        Assert.DoesNotContain("secret", result.Errors);
    }

    [Fact]
    public async Task Serve_DeviceMissing_EndsBeforeItJoins()
    {
        using var redis = RedisServer.Start();

        var result = await RunAsync("--cluster", redis.Address, "--role", "encoder", "--provider", "cuda");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("cuda", result.Errors, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("   at ", result.Errors);
        Assert.DoesNotContain("is up", result.Output);
    }

    [Fact]
    public async Task Jobs_ClusterWithoutGateway_SaysSo()
    {
        using var folder = new TempFolder();
        using var redis = RedisServer.Start();

        var result = await UniBindCommand.RunAsync(folder.Path, "jobs", "list", "--cluster", redis.Address);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("No gateway of the cluster 'unibind'", result.Errors);
    }

    private static async Task<UniBindCommand.Result> RunAsync(params string[] arguments)
    {
        using var folder = new TempFolder();
        return await UniBindCommand.RunAsync(Path.Combine(folder.Path, "home"), ["serve", .. arguments]);
    }
}
