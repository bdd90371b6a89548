using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using UniBind.Grid.Testing;

namespace UniBind.Grid.Silo.Tests;

/// <summary>A real Kestrel with the grid's access rules and a few endpoints of its own.</summary>
internal sealed class AccessServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly TempFolder _folder;

    private AccessServer(WebApplication app, TempFolder folder, ApiKeyFile keys, ConcurrentQueue<string> log)
    {
        _app = app;
        _folder = folder;
        Keys = keys;
        Log = log;
        Url = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        Http = new HttpClient { BaseAddress = Url };
    }

    public Uri Url { get; }

    public HttpClient Http { get; }

    public ApiKeyFile Keys { get; }

    /// <summary>Every line that was logged, from Debug on.</summary>
    public ConcurrentQueue<string> Log { get; }

    public IServiceProvider Services => _app.Services;

    /// <param name="change">Sets the options.</param>
    /// <param name="keys">Fills the file of keys before the server starts; null for no file.</param>
    public static async Task<AccessServer> StartAsync(Action<GridHttpOptions>? change = null, Action<ApiKeyFile>? keys = null)
    {
        var folder = new TempFolder();
        var file = new ApiKeyFile(folder.File("keys.json"));
        keys?.Invoke(file);
        var options = new GridHttpOptions { Api = true };
        options.Access.KeysFile = file.Path;
        options.Access.KeysRefresh = TimeSpan.FromMilliseconds(50);
        change?.Invoke(options);
        AccessRules.Check(options, IPAddress.Loopback, api: true);

        var log = new ConcurrentQueue<string>();
        var web = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        web.Logging.AddProvider(new CapturedLog(log)).SetMinimumLevel(LogLevel.Debug);
        web.Services.AddRoutingCore();
        web.Services.AddHealthChecks().AddCheck("here", () => HealthCheckResult.Healthy());
        web.UseGridKestrel(options.Access, new AccessAddresses([IPAddress.Loopback]), 0);
        web.Services.AddGridAccess(options).AddGridFetching(options);
        var app = web.Build();
        app.MapGridHealth();
        app.UseGridErrors();
        app.UseGridAccess();
        Map(app);
        await app.StartAsync();
        return new AccessServer(app, folder, file, log);
    }

    /// <summary>A key with scopes.</summary>
    public static string Key(ApiKeyFile file, string name, params string[] scopes) => Key(file, name, key => key, scopes).Text;

    public static (ApiKey Key, string Text) Key(ApiKeyFile file, string name, Func<ApiKey, ApiKey> change, params string[] scopes) =>
        ApiKeys.Create(file, change(new ApiKey { Id = "", Sha256 = "", Name = name, Scopes = scopes, Created = DateTimeOffset.UtcNow }));

    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? key = null, HttpContent? content = null, Action<HttpRequestMessage>? change = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        if (key is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        change?.Invoke(request);
        return await Http.SendAsync(request);
    }

    public async Task<int> StatusAsync(string path, string? key = null)
    {
        using var response = await SendAsync(HttpMethod.Get, path, key);
        return (int)response.StatusCode;
    }

    /// <summary>Opens a bare connection, for what no HTTP client would send.</summary>
    public async Task<NetworkStream> ConnectAsync()
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, Url.Port);
        return new NetworkStream(socket, ownsSocket: true);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        _folder.Dispose();
    }

    private static void Map(WebApplication app)
    {
        app.MapGet("/embed-ok", (HttpContext context) => context.User.Identity?.Name ?? "nobody").RequireAuthorization(AccessScopes.Embed);
        app.MapGet("/jobs-ok", () => "ok").RequireAuthorization(AccessScopes.Jobs);
        app.MapGet("/admin-ok", () => "ok").RequireAuthorization(AccessScopes.Admin);
        app.MapGet("/metrics", () => "ok").RequireAuthorization(AccessPolicies.Metrics);
        app.MapGet("/says-nothing", () => "ok");
        app.MapGet("/slow", async (CancellationToken ct) => { await Task.Delay(TimeSpan.FromSeconds(30), ct); return "late"; }).RequireAuthorization(AccessScopes.Embed);
        app.MapGet("/hold", async (int ms, CancellationToken ct) => { await Task.Delay(ms, ct); return "ok"; }).RequireAuthorization(AccessScopes.Embed);
        app.MapPost("/count", async (HttpRequest request, CancellationToken ct) =>
        {
            var buffer = new byte[1 << 16];
            long count = 0;
            int read;
            while ((read = await request.Body.ReadAsync(buffer, ct)) > 0)
                count += read;
            return count.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }).RequireAuthorization(AccessScopes.Embed);
        app.MapPost("/upload", async (HttpRequest request, CancellationToken ct) =>
        {
            try
            {
                var form = await request.ReadFormAsync(ct);
                return Results.Text(form.Files.Sum(f => f.Length).ToString(System.Globalization.CultureInfo.InvariantCulture));
            }
            catch (Exception e) when (e is InvalidDataException or InvalidOperationException or (IOException and not BadHttpRequestException))
            {
                return Results.BadRequest();
            }
        }).RequireAuthorization(AccessScopes.Embed);
    }
}
