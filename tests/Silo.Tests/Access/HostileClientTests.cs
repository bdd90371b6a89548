using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace UniBind.Grid.Silo.Tests;

/// <summary>Clients that speak no proper HTTP: each gets a clean refusal or no answer, and the next good request is answered.</summary>
public sealed class HostileClientTests
{
    [Theory]
    [InlineData("huge header", 431)]
    [InlineData("many headers", 431)]
    [InlineData("long line", 414)]
    [InlineData("no http", 400)]
    [InlineData("bad length", 400)]
    [InlineData("two lengths", 400)]
    [InlineData("bad chunk", 400)]
    [InlineData("no host", 400)]
    [InlineData("zero byte", 400)]
    [InlineData("version", 505)]
    public async Task Request_Broken_CleanRefusalAndTheServerLivesOn(string kind, int status)
    {
        await using var server = await AccessServer.StartAsync();
        var text = kind switch
        {
            "huge header" => $"GET /embed-ok HTTP/1.1\r\nHost: localhost\r\nX: {new string('x', 40_000)}\r\n\r\n",
            "many headers" => "GET /embed-ok HTTP/1.1\r\nHost: localhost\r\n" + string.Concat(Enumerable.Range(0, 200).Select(i => $"X{i}: 1\r\n")) + "\r\n",
            "long line" => $"GET /{new string('x', 10_000)} HTTP/1.1\r\nHost: localhost\r\n\r\n",
            "no http" => "\u0016\u0003\u0001 hello\r\n\r\n",
            "bad length" => "POST /count HTTP/1.1\r\nHost: localhost\r\nContent-Length: -5\r\n\r\n",
            "two lengths" => "POST /count HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
            "bad chunk" => "POST /count HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nab\r\n0\r\n\r\n",
            "no host" => "GET /embed-ok HTTP/1.1\r\n\r\n",
            "zero byte" => "GET /embed\0ok HTTP/1.1\r\nHost: localhost\r\n\r\n",
            _ => "GET /embed-ok HTTP/9.9\r\nHost: localhost\r\n\r\n",
        };
        // A connection that is closed while the client still sends may be reset before the answer is read.
        var answer = await ExchangeAsync(server, text, half: false);
        var isLong = kind is "huge header" or "many headers" or "long line";
        Assert.True((isLong && answer.Length == 0) || answer.StartsWith($"HTTP/1.1 {status}", StringComparison.Ordinal), answer);
        Assert.Equal(200, await server.StatusAsync("/embed-ok"));
    }

    [Fact]
    public async Task Request_SlowHeaders_ConnectionEndsAndOthersAreServed()
    {
        await using var server = await AccessServer.StartAsync(o => o.Access.Limits.HeaderTimeout = TimeSpan.FromSeconds(1));
        var slow = Enumerable.Range(0, 20).Select(_ => DripAsync(server, "GET /embed-ok HTTP/1.1\r\nHost: localhost\r\n", "X: 1\r\n")).ToArray();
        Assert.Equal(200, await server.StatusAsync("/embed-ok"));
        foreach (var answer in await Task.WhenAll(slow).WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken))
            Assert.True(answer.Length == 0 || answer.StartsWith("HTTP/1.1 408", StringComparison.Ordinal), answer);
        Assert.Equal(200, await server.StatusAsync("/embed-ok"));
    }

    [Fact]
    public async Task Request_SlowBody_408AndOthersAreServed()
    {
        await using var server = await AccessServer.StartAsync(o => o.Access.Limits.SlowGrace = TimeSpan.FromSeconds(1.5));
        var slow = DripAsync(server, "POST /count HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\n", "x");
        Assert.Equal(200, await server.StatusAsync("/embed-ok"));
        Assert.StartsWith("HTTP/1.1 408", await slow.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal(200, await server.StatusAsync("/embed-ok"));
    }

    [Fact]
    public async Task Request_MoreConnectionsThanAllowed_FurtherOnesAreClosed()
    {
        await using var server = await AccessServer.StartAsync(o => o.Access.Limits.Connections = 3);
        var held = new List<NetworkStream>();
        for (var i = 0; i < 3; i++)
        {
            held.Add(await server.ConnectAsync());
            await held[^1].WriteAsync("GET"u8.ToArray(), TestContext.Current.CancellationToken);
        }
        await Task.Delay(200, TestContext.Current.CancellationToken);
        Assert.Equal("", await ExchangeAsync(server, "GET /embed-ok HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"));
        foreach (var stream in held)
            await stream.DisposeAsync();
        await Task.Delay(300, TestContext.Current.CancellationToken);
        Assert.Equal(200, await server.StatusAsync("/embed-ok"));
    }

    [Fact]
    public async Task Request_ClientLeavesInTheMiddle_ServerLivesOn()
    {
        await using var server = await AccessServer.StartAsync();
        for (var i = 0; i < 50; i++)
        {
            await using var stream = await server.ConnectAsync();
            await stream.WriteAsync("POST /count HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\nabc"u8.ToArray(), TestContext.Current.CancellationToken);
            stream.Socket.LingerState = new LingerOption(true, 0);
        }
        Assert.Equal(200, await server.StatusAsync("/embed-ok"));
        Assert.DoesNotContain(server.Log, l => l.StartsWith("Critical", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Request_RandomBytes_NeverAnErrorOfTheServer()
    {
        await using var server = await AccessServer.StartAsync(o => (o.Access.Limits.HeaderTimeout, o.Access.Limits.SlowGrace) = (TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1.5)));
        var random = new Random(5);
        var good = System.Text.Encoding.ASCII.GetBytes(
            "POST /upload HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: 88\r\n\r\n--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.png\"\r\n\r\n0123456789\r\n--b--\r\n");
        await Parallel.ForAsync(0, 400, new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = TestContext.Current.CancellationToken }, async (i, _) =>
        {
            var bytes = (byte[])good.Clone();
            lock (random)
            {
                // Every fourth is noise from end to end; the others are a good request with a few bytes changed, or cut off.
                if (i % 4 == 0)
                    random.NextBytes(bytes);
                else
                    for (var n = random.Next(1, 6); n > 0; n--)
                        bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
                if (i % 5 == 0)
                    bytes = bytes[..random.Next(1, bytes.Length)];
            }
            var answer = await ExchangeAsync(server, bytes);
            Assert.True(answer.Length == 0 || (answer.StartsWith("HTTP/1.1 ", StringComparison.Ordinal) && answer[9] is '2' or '4' or '5' && int.Parse(answer.AsSpan(9, 3), CultureInfo.InvariantCulture) is < 500 or 505), $"{i}: {answer}");
        });
        Assert.Equal(200, await server.StatusAsync("/embed-ok"));
    }

    [Fact]
    public async Task Request_RandomHeadersOfKeys_Always401()
    {
        await using var server = await AccessServer.StartAsync(o => o.Access.Limits.RefusedPerMinute = 1_000_000, f => AccessServer.Key(f, "a", AccessScopes.Embed));
        var random = new Random(7);
        for (var i = 0; i < 200; i++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(0, 120)).Select(_ => (char)random.Next(33, 126)));
            using var response = await server.SendAsync(HttpMethod.Get, "/embed-ok", change: r => r.Headers.TryAddWithoutValidation(i % 2 == 0 ? "authorization" : "x-api-key", (i % 3 == 0 ? "Bearer ub_" : "ub_") + text));
            Assert.Equal(401, (int)response.StatusCode);
        }
    }

    private static Task<string> ExchangeAsync(AccessServer server, string text, bool half = true) => ExchangeAsync(server, System.Text.Encoding.Latin1.GetBytes(text), half);

    private static async Task<string> ExchangeAsync(AccessServer server, byte[] bytes, bool half = true)
    {
        await using var stream = await server.ConnectAsync();
        try
        {
            await stream.WriteAsync(bytes);
            if (half)
                stream.Socket.Shutdown(SocketShutdown.Send);
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            // It was refused before all of it was sent; the answer may still be there.
        }
        return await ReadAsync(stream);
    }

    /// <summary>Sends a beginning and then a little every now and then, until the server has enough.</summary>
    private static async Task<string> DripAsync(AccessServer server, string start, string drop)
    {
        await using var stream = await server.ConnectAsync();
        await stream.WriteAsync(System.Text.Encoding.ASCII.GetBytes(start));
        var answer = ReadAsync(stream);
        try
        {
            while (!answer.IsCompleted)
            {
                await Task.WhenAny(answer, Task.Delay(100));
                await stream.WriteAsync(System.Text.Encoding.ASCII.GetBytes(drop));
            }
        }
        catch (IOException)
        {
            // The server has closed the connection.
        }
        return await answer;
    }

    private static async Task<string> ReadAsync(NetworkStream stream)
    {
        var text = new StringBuilder();
        var buffer = new byte[4096];
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(15));
        try
        {
            int read;
            while ((read = await stream.ReadAsync(buffer, limit.Token)) > 0)
                text.Append(System.Text.Encoding.Latin1.GetString(buffer, 0, read));
        }
        catch (IOException)
        {
            // Reset: what came before counts.
        }
        return text.ToString();
    }
}
