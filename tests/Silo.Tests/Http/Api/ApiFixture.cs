using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using UniBind.Grid.Client;
using UniBind.Grid.Encoding;
using UniBind.Grid.Silo.Tests;
using UniBind.Grid.Testing;

[assembly: AssemblyFixture(typeof(ApiFixture))]

namespace UniBind.Grid.Silo.Tests;

/// <summary>A grid with the classic pack that serves HTTP on a loopback port, for all tests of the assembly.</summary>
public sealed class ApiFixture : IAsyncLifetime
{
    private readonly TempFolder _folder = new();
    private DataDirectory? _data;
    private EmbeddedGrid? _grid;

    public HttpClient Http { get; private set; } = null!;

    public string Folder => _folder.Path;

    internal ScriptedGrid Grid { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        _data = DataDirectory.TryOwn(Path.Combine(Folder, "home"))!;
        var options = new EmbeddedGridOptions
        {
            Data = _data,
            HttpPort = 0,
            LogLevel = LogLevel.None,
            Encoder = o => o.Packs.Add(ClassicPack.Folder),
            ConfigureCoordinator = Configure,
        };
        _grid = await EmbeddedGrid.StartAsync(options, CancellationToken.None);
        Http = new HttpClient { BaseAddress = new Uri($"http://localhost:{_grid.Address.HttpPort}"), Timeout = TimeSpan.FromMinutes(2) };
        while (!(await Http.GetAsync("/health/ready")).IsSuccessStatusCode)
            await Task.Delay(50);
    }

    /// <summary>Posts JSON.</summary>
    public async Task<(int Status, JsonElement Body, HttpResponseMessage Response)> PostAsync(string path, object body)
    {
        var response = await Http.PostAsJsonAsync(path, body, TestContext.Current.CancellationToken);
        return ((int)response.StatusCode, await ReadAsync(response), response);
    }

    /// <summary>Posts a text as JSON.</summary>
    public async Task<(int Status, JsonElement Body)> PostTextAsync(string path, string body, string type = "application/json")
    {
        using var content = new StringContent(body);
        content.Headers.ContentType = System.Net.Http.Headers.MediaTypeHeaderValue.Parse(type);
        using var response = await Http.PostAsync(path, content, TestContext.Current.CancellationToken);
        return ((int)response.StatusCode, await ReadAsync(response));
    }

    public async Task<(int Status, JsonElement Body)> GetAsync(string path)
    {
        using var response = await Http.GetAsync(path, TestContext.Current.CancellationToken);
        return ((int)response.StatusCode, await ReadAsync(response));
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        _data!.Withdraw();
        await _grid!.DisposeAsync();
        _data.Dispose();
        _folder.Dispose();
    }

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return text.Length == 0 ? default : JsonSerializer.Deserialize<JsonElement>(text);
    }

    private void Configure(IServiceCollection services)
    {
        services.AddSingleton<IJobRoots>(new FolderRoots(Folder));
        services.AddSingleton<IUrlFetcher>(new TableFetcher());
        services.AddSingleton<IGridClient>(s => Grid = new ScriptedGrid(new GridClient(s.GetRequiredService<IGrainFactory>())));
    }
}
