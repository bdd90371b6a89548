using System.Net;
using UniBind.Grid.Bench.Chaos;
using UniBind.Grid.Testing;

namespace UniBind.Grid.Chaos.Tests;

public sealed class FaultProxyTests : IAsyncLifetime
{
    private readonly HttpListener _server = new();
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(10) };
    private readonly int _port = LoopbackPorts.Next();
    private FaultProxy _proxy = null!;
    private int _served;

    public ValueTask InitializeAsync()
    {
        _server.Prefixes.Add($"http://127.0.0.1:{_port}/");
        _server.Start();
        _ = Task.Run(ServeAsync);
        _proxy = new FaultProxy(new IPEndPoint(IPAddress.Loopback, _port), seed: 3);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _proxy.DisposeAsync();
        _server.Close();
        _http.Dispose();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(200_000)]
    public async Task Proxy_Calm_PassesBodiesBothWays(int bytes)
    {
        var body = new byte[bytes];
        Random.Shared.NextBytes(body);
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(body, await EchoAsync(new ByteArrayContent(body)));
            using var chunked = new StreamContent(new MemoryStream(body));
            chunked.Headers.ContentLength = null;
            Assert.Equal(body, await EchoAsync(chunked));
        }
        Assert.Equal(0, _proxy.Faults);
    }

    [Fact]
    public async Task Proxy_Disturbed_FailsInSeveralWaysAndNeverAltersAnAnswer()
    {
        _proxy.Disturb(0.6, slow: false);
        var outcomes = new List<string>();
        for (var i = 0; i < 60; i++)
        {
            var body = new byte[1_000 + i];
            Random.Shared.NextBytes(body);
            try
            {
                using var answer = await _http.PostAsync(new Uri($"http://127.0.0.1:{_proxy.Port}/"), new ByteArrayContent(body), TestContext.Current.CancellationToken);
                if (answer.StatusCode == HttpStatusCode.OK)
                    Assert.Equal(body, await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
                outcomes.Add($"{(int)answer.StatusCode}");
            }
            catch (HttpRequestException)
            {
                outcomes.Add("cut");
            }
        }
        Assert.Equal(["200", "500", "503", "cut"], outcomes.Distinct().Order(StringComparer.Ordinal));
        Assert.InRange(_proxy.Faults, 20, 60);
        // Some were cut after the server had done them.
        Assert.True(_served > outcomes.Count(o => o == "200"));
        _proxy.Calm();
        Assert.Equal([7], await EchoAsync(new ByteArrayContent([7])));
    }

    private async Task<byte[]> EchoAsync(HttpContent content)
    {
        using var answer = await _http.PostAsync(new Uri($"http://127.0.0.1:{_proxy.Port}/"), content, TestContext.Current.CancellationToken);
        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
    }

    private async Task ServeAsync()
    {
        while (_server.IsListening)
        {
            try
            {
                var context = await _server.GetContextAsync();
                using var body = new MemoryStream();
                await context.Request.InputStream.CopyToAsync(body);
                Interlocked.Increment(ref _served);
                context.Response.ContentLength64 = body.Length;
                body.Position = 0;
                await body.CopyToAsync(context.Response.OutputStream);
                context.Response.Close();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                // The client hung up, or the test is over.
            }
        }
    }
}
