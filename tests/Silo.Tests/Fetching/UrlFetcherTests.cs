using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace UniBind.Grid.Silo.Tests;

public sealed class UrlFetcherTests : IAsyncLifetime
{
    private WebApplication _app = null!;
    private int _port;
    private int _secretReads;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(k => k.Listen(IPAddress.Loopback, 0));
        builder.Services.AddRoutingCore();
        _app = builder.Build();
        _app.MapGet("/cat.png", () => Results.Bytes(new byte[1000], "image/png"));
        _app.MapGet("/big", () => Results.Bytes(new byte[5000]));
        _app.MapGet("/endless", async (HttpContext context) =>
        {
            while (!context.RequestAborted.IsCancellationRequested)
                await context.Response.Body.WriteAsync(new byte[512], context.RequestAborted);
        });
        _app.MapGet("/slow", async (HttpContext context) =>
        {
            for (var i = 0; i < 1000; i++)
            {
                await context.Response.Body.WriteAsync(new byte[1], context.RequestAborted);
                await context.Response.Body.FlushAsync(context.RequestAborted);
                await Task.Delay(50, context.RequestAborted);
            }
        });
        _app.MapGet("/redirect", (HttpContext context, string to) => context.Response.Redirect(to));
        _app.MapGet("/loop", (HttpContext context) => context.Response.Redirect("/loop"));
        _app.MapGet("/relative", (HttpContext context) => context.Response.Redirect("/cat.png"));
        _app.MapGet("/secret", () => { Interlocked.Increment(ref _secretReads); return "secret"; });
        _app.MapGet("/gzip", (HttpContext context) => { context.Response.Headers.ContentEncoding = "gzip"; return "x"; });
        _app.MapGet("/headers", (HttpContext context) => { context.Response.Headers["x-big"] = new string('x', 60_000); return "x"; });
        _app.MapGet("/echo", (HttpContext context) => string.Join('\n', context.Request.Headers.Select(h => h.Key)));
        await _app.StartAsync();
        _port = new Uri(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()).Port;
    }

    [Fact]
    public async Task Fetch_AllowedHost_NameTypeAndBytes()
    {
        using var fetcher = Fetcher();
        var media = await fetcher.FetchAsync(Url("/cat.png"), TestContext.Current.CancellationToken);
        Assert.Equal(("cat.png", "image/png", 1000), (media.Name, media.ContentType, media.Content.Length));
        Assert.Equal(1000, (await fetcher.FetchAsync(Url("/relative"), TestContext.Current.CancellationToken)).Content.Length);
    }

    [Fact]
    public async Task Fetch_OffByDefault_SaysHowToSwitchItOn()
    {
        using var fetcher = new UrlFetcher(new FetchingOptions());
        await RefusedAsync(fetcher, "http://media.example.org/", "--fetch");
    }

    [Theory]
    [InlineData("http://media.example.org:1/cat.png")]
    [InlineData("http://media.example.org:22/cat.png")]
    [InlineData("http://other.example.org/cat.png")]
    [InlineData("http://media.example.org.evil.test/cat.png")]
    [InlineData("http://evilmedia.example.org/cat.png")]
    [InlineData("http://user:pass@media.example.org/cat.png")]
    [InlineData("http://media.example.org@127.0.0.1/cat.png")]
    [InlineData("http://127.0.0.1/")]
    [InlineData("http://2130706433/")]
    [InlineData("http://0x7f000001/")]
    [InlineData("http://0x7f.1/")]
    [InlineData("http://017700000001/")]
    [InlineData("http://127.1/")]
    [InlineData("http://0/")]
    [InlineData("http://[::1]/")]
    [InlineData("http://[::ffff:127.0.0.1]/")]
    [InlineData("http://localhost/")]
    [InlineData("http://169.254.169.254/latest/meta-data/")]
    [InlineData("ftp://media.example.org/x")]
    [InlineData("file:///etc/passwd")]
    [InlineData("gopher://media.example.org/x")]
    [InlineData("/etc/passwd")]
    public async Task Fetch_NotOnTheList_RefusedWithoutAskingForTheName(string url)
    {
        var asked = 0;
        using var fetcher = Fetcher(o => o.Resolve = (_, _) => { asked++; return Task.FromResult(new[] { IPAddress.Loopback }); });
        await RefusedAsync(fetcher, url, null);
        Assert.Equal(0, asked);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("10.0.0.5")]
    [InlineData("169.254.169.254")]
    [InlineData("::1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("fd00::1")]
    [InlineData("64:ff9b::7f00:1")]
    [InlineData("2002:7f00:1::")]
    public async Task Fetch_NameWithPrivateAddress_Refused(string address)
    {
        // Also where a public address comes first: the answer as a whole is not trusted.
        foreach (var addresses in new[] { new[] { IPAddress.Parse(address) }, [IPAddress.Parse("93.184.215.14"), IPAddress.Parse(address)] })
        {
            using var fetcher = Fetcher(o => (o.AllowLoopback, o.Resolve) = (false, (_, _) => Task.FromResult(addresses)));
            await RefusedAsync(fetcher, Url("/secret").ToString(), "not of the public internet");
        }
        Assert.Equal(0, _secretReads);
    }

    [Theory]
    [InlineData("http://2130706433:{0}/secret")]
    [InlineData("http://127.0.0.1:{0}/secret")]
    public async Task Fetch_ListedNumber_StillRefusedWhenPrivate(string url)
    {
        using var fetcher = Fetcher(o => { o.AllowLoopback = false; o.Hosts.Add("127.0.0.1:" + _port); });
        await RefusedAsync(fetcher, string.Format(System.Globalization.CultureInfo.InvariantCulture, url, _port), "not of the public internet");
        Assert.Equal(0, _secretReads);
    }

    [Theory]
    [InlineData("http://127.0.0.1:{0}/secret")]
    [InlineData("http://localhost:{0}/secret")]
    [InlineData("http://private.example.org:{0}/secret")]
    [InlineData("//localhost:{0}/secret")]
    [InlineData("file:///etc/passwd")]
    public async Task Fetch_RedirectToPrivate_RefusedAndNotRead(string to)
    {
        using var fetcher = Fetcher(o => o.Resolve = (host, _) => Task.FromResult(new[] { host == "private.example.org" ? IPAddress.Parse("10.0.0.1") : IPAddress.Loopback }), "private.example.org");
        await RefusedAsync(fetcher, Url("/redirect?to=" + Uri.EscapeDataString(string.Format(System.Globalization.CultureInfo.InvariantCulture, to, _port))).ToString(), null);
        Assert.Equal(0, _secretReads);
    }

    [Fact]
    public async Task Fetch_NameThatChangesItsMind_EachConnectionIsCheckedByItsOwnAnswer()
    {
        var answers = new Queue<IPAddress>([IPAddress.Parse("10.0.0.1"), IPAddress.Loopback]);
        var asked = 0;
        using var fetcher = Fetcher(o => o.Resolve = (_, _) => { asked++; return Task.FromResult(new[] { answers.Dequeue() }); });
        await RefusedAsync(fetcher, Url("/secret").ToString(), "not of the public internet");
        // Asked once: there is no second question between the check and the connection whose answer could differ.
        Assert.Equal((1, 0), (asked, _secretReads));
    }

    [Theory]
    [InlineData("/big", "bytes")]
    [InlineData("/endless", "bytes")]
    [InlineData("/slow", "took longer")]
    [InlineData("/loop", "redirects")]
    [InlineData("/gzip", "compressed")]
    [InlineData("/headers", "headers")]
    [InlineData("/nothing", "404")]
    public async Task Fetch_HostileAnswer_OneSentence(string path, string part)
    {
        using var fetcher = Fetcher(o => (o.MaxBytes, o.Timeout) = (2000, TimeSpan.FromSeconds(2)));
        await RefusedAsync(fetcher, Url(path).ToString(), part);
    }

    [Fact]
    public async Task Fetch_QueryWithSecret_MessageDoesNotRepeatIt()
    {
        using var fetcher = Fetcher();
        var error = await Assert.ThrowsAsync<GridException>(() => fetcher.FetchAsync(Url("/nothing?token=geheim"), TestContext.Current.CancellationToken));
        Assert.DoesNotContain("geheim", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fetch_Request_CarriesNoCookieNoCredentialNoTrace()
    {
        using var fetcher = Fetcher();
        var headers = System.Text.Encoding.UTF8.GetString((await fetcher.FetchAsync(Url("/echo"), TestContext.Current.CancellationToken)).Content).Split('\n').Order(StringComparer.Ordinal);
        Assert.Equal(["Accept-Encoding", "Host", "User-Agent"], headers);
    }

    [Fact]
    public async Task Fetch_CallerLeaves_Cancelled()
    {
        using var fetcher = Fetcher();
        using var leave = new CancellationTokenSource(200);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => fetcher.FetchAsync(Url("/slow"), leave.Token));
    }

    [Theory]
    [InlineData("*.example.org", "http://a.example.org/", true)]
    [InlineData("*.example.org", "https://a.b.EXAMPLE.org/", true)]
    [InlineData("*.example.org", "http://example.org/", false)]
    [InlineData("*.example.org", "http://badexample.org/", false)]
    [InlineData("example.org", "https://example.org./", true)]
    [InlineData("example.org:8080", "http://example.org/", false)]
    [InlineData("example.org:8080", "http://example.org:8080/", true)]
    [InlineData("bücher.example", "http://xn--bcher-kva.example/", true)]
    public void Matches_Pattern_AsItSays(string pattern, string url, bool expected) => Assert.Equal(expected, HostPattern.Parse(pattern).Matches(new Uri(url)));

    [Theory]
    [InlineData("*")]
    [InlineData("*.org")]
    [InlineData("a.*.org")]
    [InlineData("http://example.org")]
    [InlineData("example.org/x")]
    [InlineData("example.org:0")]
    [InlineData("")]
    public void Parse_NoPattern_Refused(string pattern) => Assert.Throws<GridException>(() => HostPattern.Parse(pattern));

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private Uri Url(string path) => new($"http://media.example.org:{_port}{path}");

    private UrlFetcher Fetcher(Action<FetchingOptions>? change = null, params string[] hosts)
    {
        var options = new FetchingOptions { AllowLoopback = true, Resolve = (_, _) => Task.FromResult(new[] { IPAddress.Loopback }) };
        foreach (var host in hosts.Append("media.example.org"))
            options.Hosts.Add($"{host}:{_port}");
        change?.Invoke(options);
        return new UrlFetcher(options);
    }

    private static async Task RefusedAsync(UrlFetcher fetcher, string url, string? part)
    {
        var error = await Assert.ThrowsAsync<GridException>(() => fetcher.FetchAsync(new Uri(url, UriKind.RelativeOrAbsolute), TestContext.Current.CancellationToken));
        if (part is not null)
            Assert.Contains(part, error.Message, StringComparison.Ordinal);
    }
}
