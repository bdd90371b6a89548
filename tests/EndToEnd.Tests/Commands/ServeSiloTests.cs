using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using UniBind.Grid.Testing;

namespace UniBind.Grid.EndToEnd.Tests;

/// <summary>What <c>unibind serve --cluster</c> refuses, each time in one sentence.</summary>
public sealed class ServeSiloTests
{
    private const string Nobody = "redis://127.0.0.1:1";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Serve_RedisUnreachableWithoutPatience_EndsAndSaysSo()
    {
        var result = await RunAsync("--cluster", Nobody, "--redis-patience", "0");

        Assert.Equal(1, result.ExitCode);
        Assert.Equal("unibind: The Redis server at 127.0.0.1:1 does not answer; start it, or name another with --cluster or UNIBIND_CLUSTER.", result.Errors.Trim());
    }

    [Fact]
    public async Task Serve_RedisUnreachableForLongerThanItsPatience_EndsAndSaysSo()
    {
        var result = await RunAsync("--cluster", Nobody, "--redis-patience", "6.5");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("The silo waits for it for 6.5 s, and is not ready.", result.Errors);
        Assert.EndsWith("start it, or name another with --cluster or UNIBIND_CLUSTER.", result.Errors.Trim());
    }

    [Fact]
    public async Task Serve_RedisDownAtStart_IsAliveAndNotReadyAndJoinsByItself()
    {
        using var folder = new TempFolder();
        using var redis = RedisServer.Start();
        redis.Stop();
        var port = LoopbackPorts.Next();
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}/") };

        var start = SiloProcess.StartAsync(folder.File("home"), "late", "--cluster", redis.Address, "--role", "coordinator", "--role", "gateway", "--http-port", $"{port}");
        var (code, body) = await AskAsync(http, "health/ready", start, until: HttpStatusCode.ServiceUnavailable);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, code);
        Assert.Contains($"The Redis server at 127.0.0.1:{redis.Port} does not answer", body);
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync(new Uri("health/live", UriKind.Relative), Ct)).StatusCode);
        using var early = await http.GetAsync(new Uri("v1/models", UriKind.Relative), Ct);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, early.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(1), early.Headers.RetryAfter?.Delta);
        // It stays, and says the same.
        await Task.Delay(TimeSpan.FromSeconds(2.5), Ct);
        Assert.False(start.IsCompleted);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await http.GetAsync(new Uri("health/ready", UriKind.Relative), Ct)).StatusCode);

        redis.StartAgain();
        await using var silo = await start;
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(http, "health/ready", start, until: HttpStatusCode.OK)).Code);
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync(new Uri("v1/models", UriKind.Relative), Ct)).StatusCode);
        Assert.Contains("The silo waits for it, and is not ready.", silo.Output);
        Assert.Contains("the silo joins its cluster", silo.Output);
        Assert.Equal(0, await silo.StopAsync());
    }

    [Fact]
    public async Task Serve_RedisDownAtStartOfAWholeCluster_ComesUpByItselfAndEmbeds()
    {
        using var folder = new TempFolder();
        using var redis = RedisServer.Start();
        redis.Stop();
        string[] roles = [Role.Coordinator, Role.Encoder, Role.Gateway];
        var ports = roles.Select(_ => LoopbackPorts.Next()).ToArray();
        var starts = roles.Select((role, i) => SiloProcess.StartAsync(folder.File("home"), role, "--cluster", redis.Address, "--role", role, "--http-port", $"{ports[i]}")).ToArray();
        using var http = new HttpClient();
        try
        {
            for (var i = 0; i < roles.Length; i++)
            {
                var (code, body) = await AskAsync(http, $"http://127.0.0.1:{ports[i]}/health/ready", starts[i], until: HttpStatusCode.ServiceUnavailable);
                Assert.True(code == HttpStatusCode.ServiceUnavailable, $"{roles[i]}: {code} {body} {starts[i].Exception}");
                Assert.Contains($"The Redis server at 127.0.0.1:{redis.Port} does not answer", body);
                Assert.Equal(HttpStatusCode.OK, (await http.GetAsync(new Uri($"http://127.0.0.1:{ports[i]}/health/live"), Ct)).StatusCode);
            }

            redis.StartAgain();
            var silos = await Task.WhenAll(starts);
            for (var i = 0; i < roles.Length; i++)
                Assert.Equal(HttpStatusCode.OK, (await AskAsync(http, $"http://127.0.0.1:{ports[i]}/health/ready", starts[i], until: HttpStatusCode.OK)).Code);
            using var answer = await http.PostAsJsonAsync($"http://127.0.0.1:{ports[2]}/v1/embeddings", new { model = "classic@0", input = "is anybody there?" }, Ct);
            Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Ct) + string.Join('\n', silos.Select(s => s.Output)));
        }
        finally
        {
            foreach (var start in starts)
            {
                await ((Task)start).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
                if (start.IsCompletedSuccessfully)
                    await (await start).DisposeAsync();
            }
        }
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

    /// <summary>Asks until the answer has the code, or the process ended, or a minute is over.</summary>
    private static async Task<(HttpStatusCode Code, string Body)> AskAsync(HttpClient http, string path, Task<SiloProcess> silo, HttpStatusCode until)
    {
        (HttpStatusCode Code, string Body) last = default;
        for (var start = Stopwatch.GetTimestamp(); last.Code != until && Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(60) && !silo.IsFaulted; await Task.Delay(100, Ct))
        {
            try
            {
                using var answer = await http.GetAsync(new Uri(path, UriKind.RelativeOrAbsolute), Ct);
                last = (answer.StatusCode, await answer.Content.ReadAsStringAsync(Ct));
            }
            catch (HttpRequestException)
            {
                // Nobody listens yet.
            }
        }
        return last;
    }

    private static async Task<UniBindCommand.Result> RunAsync(params string[] arguments)
    {
        using var folder = new TempFolder();
        return await UniBindCommand.RunAsync(Path.Combine(folder.Path, "home"), ["serve", .. arguments]);
    }
}
