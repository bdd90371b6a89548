using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Azure.Storage.Blobs;

namespace UniBind.Grid.EndToEnd.Tests;

/// <summary>What docker-compose.yml describes works: its silos embed from Azurite into Azurite, answer for their health, and stop when they are told.</summary>
public sealed class ComposeClusterTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Compose_ItsServicesAsProcesses_EmbedFromAzuriteToAzuriteAndStop()
    {
        await using var cluster = new ComposeCluster();
        await cluster.StartAsync();
        var environment = cluster.Environments["gateway"];
        var container = new BlobContainerClient(environment["AZURE_STORAGE_CONNECTION_STRING"], "unibind");
        await container.CreateAsync(cancellationToken: Ct);
        var made = await UniBindCommand.RunAsync(cluster.File("client"), "sample", cluster.File("corpus"), "--per-class", "2", "-m", "image", "-m", "text");
        Assert.True(made.ExitCode == 0, made.Errors);
        foreach (var file in Directory.GetFiles(cluster.File("corpus"), "*", SearchOption.AllDirectories))
            await container.UploadBlobAsync("corpus/" + Path.GetRelativePath(cluster.File("corpus"), file), BinaryData.FromBytes(await File.ReadAllBytesAsync(file, Ct)), Ct);

        await Task.WhenAll(cluster.Silos.Keys.Select(name => WaitForHealthAsync(cluster, name)));
        var client = environment.Where(e => e.Key is "UNIBIND_CLUSTER" or "UNIBIND_CLUSTER_ID" or "UNIBIND_SPACES" or "AZURE_STORAGE_CONNECTION_STRING").ToDictionary();
        var embedded = await UniBindCommand.RunAsync(cluster.File("client"), client, "embed", "az://unibind/corpus", "--out", "az://unibind/out");
        Assert.True(embedded.ExitCode == 0, embedded.Errors + cluster.Log);
        await CheckAsync(container);

        await AskAsync(cluster);
        await DrainAsync(cluster.Silos["gateway"]);
        var codes = await Task.WhenAll(cluster.Silos.Values.Where(s => s.Name != "gateway").Select(s => s.StopAsync()));
        Assert.All(codes, code => Assert.Equal(0, code));
        Assert.DoesNotContain("not-a-secret-of-anyone", cluster.Log);
    }

    /// <summary>The gateway embeds for those who have a key, and shows its metrics to Prometheus, which has none.</summary>
    private static async Task AskAsync(ComposeCluster cluster)
    {
        using var http = new HttpClient { BaseAddress = new Uri(cluster.Silos["gateway"].Ready, "/") };
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync(new Uri("metrics", UriKind.Relative), Ct)).StatusCode);
        var question = new { model = "classic@0", input = "is anybody there?" };
        Assert.Equal(HttpStatusCode.Unauthorized, (await http.PostAsJsonAsync("v1/embeddings", question, Ct)).StatusCode);
        http.DefaultRequestHeaders.Authorization = new("Bearer", cluster.Key);
        using var answer = await http.PostAsJsonAsync("v1/embeddings", question, Ct);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Ct) + cluster.Log);
        Assert.DoesNotContain(cluster.Key, cluster.Log);
    }

    /// <summary>As a load balancer sees it: not ready at once, served on for the drain, then gone.</summary>
    private static async Task DrainAsync(SiloProcess gateway)
    {
        using var http = new HttpClient();
        var live = new Uri(gateway.Ready, "live");
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync(gateway.Ready, Ct)).StatusCode);

        var start = Stopwatch.GetTimestamp();
        gateway.Terminate();
        while ((await http.GetAsync(gateway.Ready, Ct)).StatusCode == HttpStatusCode.OK)
            Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(2), "it still says that it is ready");
        await Task.Delay(TimeSpan.FromSeconds(2), Ct);
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync(live, Ct)).StatusCode);
        Assert.Equal(0, await gateway.WaitForExitAsync());
        Assert.True(Stopwatch.GetElapsedTime(start) >= TimeSpan.FromSeconds(4.5), "it did not drain");
        await Assert.ThrowsAsync<HttpRequestException>(() => http.GetAsync(live, Ct));
    }

    private static async Task WaitForHealthAsync(ComposeCluster cluster, string name)
    {
        for (var start = Stopwatch.GetTimestamp(); ; await Task.Delay(500, Ct))
        {
            var health = await cluster.CheckHealthAsync(name);
            if (health.ExitCode == 0)
                return;
            Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(60), health.Errors + cluster.Log);
        }
    }

    private static async Task CheckAsync(BlobContainerClient container)
    {
        var names = new List<string>();
        await foreach (var blob in container.GetBlobsAsync(Azure.Storage.Blobs.Models.BlobTraits.None, Azure.Storage.Blobs.Models.BlobStates.None, "out/", Ct))
            names.Add(blob.Name);
        Assert.Contains("out/_SUCCESS", names);
        Assert.Contains(names, n => n.StartsWith("out/part-", StringComparison.Ordinal));
        var content = await container.GetBlobClient("out/_ledger.json").DownloadContentAsync(Ct);
        using var ledger = JsonDocument.Parse(content.Value.Content.ToMemory());
        Assert.True(ledger.RootElement.GetProperty("closed").GetBoolean());
        Assert.Equal(40, ledger.RootElement.GetProperty("embedded").GetInt64());
    }
}
