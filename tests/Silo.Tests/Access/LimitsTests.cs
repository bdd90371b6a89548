using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;

namespace UniBind.Grid.Silo.Tests;

public sealed class LimitsTests
{
    [Fact]
    public async Task Request_OverTheRateOfItsKey_429WithRetryAfterAndOtherKeysGoOn()
    {
        var (few, many) = ("", "");
        await using var server = await AccessServer.StartAsync(keys: f =>
        {
            few = AccessServer.Key(f, "few", k => k with { RequestsPerMinute = 3 }, AccessScopes.Embed).Text;
            many = AccessServer.Key(f, "many", AccessScopes.Embed);
        });
        for (var i = 0; i < 3; i++)
            Assert.Equal(200, await server.StatusAsync("/embed-ok", few));
        using var response = await server.SendAsync(HttpMethod.Get, "/embed-ok", few);
        Assert.Equal(HttpStatusCode.TooManyRequests, response.StatusCode);
        Assert.InRange(int.Parse(response.Headers.GetValues("Retry-After").Single(), CultureInfo.InvariantCulture), 1, 60);
        Assert.Equal("rate_limit_exceeded", await CodeAsync(response));
        Assert.Equal(200, await server.StatusAsync("/embed-ok", many));
        Assert.Equal(200, await server.StatusAsync("/health/live"));
    }

    [Fact]
    public async Task Request_OverTheConcurrencyOfItsKey_429UntilAnotherEnds()
    {
        var key = "";
        await using var server = await AccessServer.StartAsync(keys: f => key = AccessServer.Key(f, "a", k => k with { Concurrency = 1 }, AccessScopes.Embed).Text);
        var held = server.StatusAsync("/hold?ms=1500", key);
        await Task.Delay(400, TestContext.Current.CancellationToken);
        Assert.Equal(429, await server.StatusAsync("/embed-ok", key));
        Assert.Equal(200, await held);
        Assert.Equal(200, await server.StatusAsync("/embed-ok", key));
    }

    [Fact]
    public async Task Request_GuessingKeys_429ForTheAddressAndNotForGoodKeys()
    {
        var key = "";
        await using var server = await AccessServer.StartAsync(o => o.Access.Limits.RefusedPerMinute = 5, f => key = AccessServer.Key(f, "a", AccessScopes.Embed));
        for (var i = 0; i < 5; i++)
            Assert.Equal(401, await server.StatusAsync("/embed-ok", ApiKeyText.New("000000000000")));
        Assert.Equal(429, await server.StatusAsync("/embed-ok", ApiKeyText.New("000000000000")));
        Assert.Equal(200, await server.StatusAsync("/embed-ok", key));
    }

    [Fact]
    public async Task Request_LongerThanTheTimeout_504()
    {
        await using var server = await AccessServer.StartAsync(o => o.Access.Limits.Timeout = TimeSpan.FromMilliseconds(300));
        using var response = await server.SendAsync(HttpMethod.Get, "/slow");
        Assert.Equal(HttpStatusCode.GatewayTimeout, response.StatusCode);
        Assert.Equal("timeout", await CodeAsync(response));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Request_BodyTooLarge_413WithError(bool chunked)
    {
        await using var server = await AccessServer.StartAsync(o => o.Access.Limits.BodyBytes = 100_000);
        using var response = await server.SendAsync(HttpMethod.Post, "/count", content: new ByteArrayContent(new byte[100_001]), change: r => (r.Headers.TransferEncodingChunked, r.Headers.ExpectContinue) = (chunked, !chunked));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        Assert.Equal("too_large", await CodeAsync(response));
        using var next = await server.SendAsync(HttpMethod.Post, "/count", content: new ByteArrayContent(new byte[100_000]));
        Assert.Equal("100000", await next.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Request_OthersHoldAllBytesThatAreTaken_429UntilTheyAreGone()
    {
        await using var server = await AccessServer.StartAsync(o => (o.Access.Limits.BodyBytes, o.Access.Limits.AllBodyBytes) = (100_000, 100_000));
        await using (var holder = await server.ConnectAsync())
        {
            await holder.WriteAsync("POST /count HTTP/1.1\r\nHost: localhost\r\nContent-Length: 90000\r\n\r\n"u8.ToArray(), TestContext.Current.CancellationToken);
            await holder.WriteAsync(new byte[80_000], TestContext.Current.CancellationToken);
            var budget = server.Services.GetRequiredService<BodyBudget>();
            while (budget.Used < 80_000)
                await Task.Delay(10, TestContext.Current.CancellationToken);
            foreach (var chunked in new[] { false, true })
            {
                using var response = await server.SendAsync(HttpMethod.Post, "/count", content: new ByteArrayContent(new byte[50_000]), change: r => r.Headers.TransferEncodingChunked = chunked);
                Assert.Equal(HttpStatusCode.TooManyRequests, response.StatusCode);
                Assert.Equal("overloaded", await CodeAsync(response));
                Assert.NotNull(response.Headers.RetryAfter?.Delta);
            }
        }
        HttpStatusCode status;
        do
        {
            using var next = await server.SendAsync(HttpMethod.Post, "/count", content: new ByteArrayContent(new byte[50_000]));
            status = next.StatusCode;
        }
        while (status == HttpStatusCode.TooManyRequests && !TestContext.Current.CancellationToken.IsCancellationRequested);
        Assert.Equal(HttpStatusCode.OK, status);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("deflate")]
    [InlineData("identity, gzip")]
    [InlineData("x")]
    public async Task Request_DecompressionBomb_415(string encoding)
    {
        await using var server = await AccessServer.StartAsync();
        using var bomb = new MemoryStream();
        await using (var gzip = new GZipStream(bomb, CompressionLevel.SmallestSize, leaveOpen: true))
            await gzip.WriteAsync(new byte[50 << 20], TestContext.Current.CancellationToken);
        var content = new ByteArrayContent(bomb.ToArray());
        content.Headers.TryAddWithoutValidation("Content-Encoding", encoding);
        using var response = await server.SendAsync(HttpMethod.Post, "/count", content: content);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
        Assert.Equal("content_encoding", await CodeAsync(response));
    }

    [Theory]
    [InlineData("localhost", 200)]
    [InlineData("127.0.0.1", 200)]
    [InlineData("127.0.0.1:8080", 200)]
    [InlineData("[::1]:8080", 200)]
    [InlineData("grid.intern", 200)]
    [InlineData("evil.test", 403)]
    [InlineData("localhost.evil.test", 403)]
    [InlineData("10.0.0.1", 403)]
    [InlineData("127.0.0.1.evil.test", 403)]
    public async Task Request_NoKeysAndHost_OnlyNamesOfThisMachine(string host, int status)
    {
        await using var server = await AccessServer.StartAsync(o => o.Access.Hosts.Add("grid.intern"));
        using var response = await server.SendAsync(HttpMethod.Get, "/embed-ok", change: r => r.Headers.Host = host);
        Assert.Equal(status, (int)response.StatusCode);
        using var health = await server.SendAsync(HttpMethod.Get, "/health/live", change: r => r.Headers.Host = host);
        Assert.Equal(200, (int)health.StatusCode);
    }

    [Theory]
    [InlineData("Origin", "http://evil.test", 403)]
    [InlineData("Origin", "null", 403)]
    [InlineData("Origin", "http://localhost:1", 403)]
    [InlineData("Origin", "http://localhost:8080", 200)]
    [InlineData("Sec-Fetch-Site", "cross-site", 403)]
    [InlineData("Sec-Fetch-Site", "same-site", 403)]
    [InlineData("Sec-Fetch-Site", "same-origin", 200)]
    [InlineData("Sec-Fetch-Site", "none", 200)]
    public async Task Request_NoKeysAndForeignPage_403(string header, string value, int status)
    {
        await using var server = await AccessServer.StartAsync();
        using var response = await server.SendAsync(HttpMethod.Get, "/embed-ok", change: r => { r.Headers.Host = "localhost:8080"; r.Headers.Add(header, value); });
        Assert.Equal(status, (int)response.StatusCode);
    }

    [Fact]
    public void Check_BeyondLoopback_NeedsKeysOrTheWordThatItIsMeant()
    {
        var far = IPAddress.Parse("192.0.2.1");
        Assert.Contains("--no-keys", Assert.Throws<GridException>(() => AccessRules.Check(new GridHttpOptions(), far, api: true)).Message, StringComparison.Ordinal);
        AccessRules.Check(new GridHttpOptions(), far, api: false);
        AccessRules.Check(new GridHttpOptions(), IPAddress.Loopback, api: true);
        AccessRules.Check(new GridHttpOptions { Access = new AccessOptions { NoKeys = true } }, far, api: true);
        var named = new AccessOptions { RequireKeys = true, KeysFile = Path.Combine(Path.GetTempPath(), "unibind-is-not-there.json") };
        Assert.Contains("unibind keys create", Assert.Throws<GridException>(() => AccessRules.Check(new GridHttpOptions { Access = named }, IPAddress.Loopback, api: true)).Message, StringComparison.Ordinal);
        var listening = new AccessOptions();
        listening.Listen.Add(IPAddress.Any);
        Assert.Throws<GridException>(() => AccessRules.Check(new GridHttpOptions { Access = listening }, IPAddress.Loopback, api: true));
    }

    private static async Task<string?> CodeAsync(HttpResponseMessage response) =>
        JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement.GetProperty("error").GetProperty("code").GetString();
}
