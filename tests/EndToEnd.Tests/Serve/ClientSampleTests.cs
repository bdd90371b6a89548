using System.Diagnostics;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using UniBind.Grid.Client;
using UniBind.Grid.Samples.Client;
using UniBind.Grid.Testing;

namespace UniBind.Grid.EndToEnd.Tests;

/// <summary>The examples of docs/client.md against a server that is a process of its own, with keys.</summary>
[Collection(RealServerCollection.Name)]
public sealed class ClientSampleTests(RealServer server)
{
    private const string Dog = "a photo of a dog";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Texts_OverHttp_GiveTheVectorOfTheBatchJob()
    {
        var expected = (await BatchVectors.ComputeAsync([Dog]))[Dog];

        var found = await HttpSample.RunAsync(server.Url, server.Key);
        BatchVectors.RequireEqual(expected, found, "http");
        var foreign = await OpenAISample.RunAsync(server.Url, server.Key);
        BatchVectors.RequireEqual(expected, foreign.Span, "openai");
        var cut = await HostSample.RunAsync([], new() { ["UniBindGrid:Endpoint"] = server.Url.ToString(), ["UniBindGrid:ApiKey"] = server.Key, ["UniBindGrid:Model"] = RealServer.Pack });
        var length = MathF.Sqrt(expected[..64].Sum(x => x * x));
        BatchVectors.RequireEqual([.. expected[..64].Select(x => x / length)], cut.Span, "host");
    }

    [Fact]
    public async Task ClusterSample_RunningServer_GivesAVectorOfLengthOne()
    {
        var vector = await ClusterSample.RunAsync(server.Cluster, RealServer.ClusterId);

        Assert.Equal(1, vector.ToArray().Sum(x => x * x), 1e-5);
    }

    [Fact]
    public async Task MediaSample_GoodAndBadPicture_TellTheItem()
    {
        using var folder = new TempFolder();
        await SampleAsync(Path.Combine(folder.Path, "corpus"), "image", "thermal");
        var pictures = new[] { "image", "thermal" }.Select(m => Directory.EnumerateFiles(Path.Combine(folder.Path, "corpus", m), "*.png", SearchOption.AllDirectories).First()).ToArray();
        var broken = folder.Write("broken.png", [1, 2, 3]);
        await using var services = server.OverHttp();

        Assert.Equal((2, -1), await MediaSample.RunAsync(services, pictures[0], pictures[1]));
        Assert.Equal((0, 1), await MediaSample.RunAsync(services, pictures[0], broken));
    }

    [Fact]
    public async Task TypedClientAndPipeline_RunningServer_DoAsTheySay()
    {
        await using (var services = server.OverHttp())
            Assert.Equal(1, await PartialSample.RunAsync(services));
        Assert.True(await PipelineSample.RunAsync(new ServiceCollection().AddUniBindGrid(o => (o.Endpoint, o.ApiKey, o.Model) = (server.Url, server.Key, RealServer.Pack))));
    }

    [Fact]
    public async Task JobSample_Corpus_IsEmbeddedAndFollowedToItsEnd()
    {
        await SampleAsync(Path.Combine(server.Root, "sampled"), "image", "text");
        await using var services = server.OverHttp();

        var job = await JobSample.RunAsync(services, "sampled", "sampled-out");

        Assert.True(job.State == JobState.Done, job.Message);
        Assert.True(job.Embedded >= 20, $"{job}");
        Assert.True(File.Exists(Path.Combine(server.Root, "sampled-out", "_SUCCESS")));
    }

    [Fact]
    public async Task Scripts_NodeAndShell_PrintWhatTheServerSays()
    {
        var environment = new Dictionary<string, string> { ["UNIBIND_KEY"] = server.Key, ["GRID"] = server.Url.ToString().TrimEnd('/') };
        var shell = new ProcessStartInfo(Tools.Require("sh"), [Sample("embed.sh")]) { RedirectStandardOutput = true, RedirectStandardError = true };
        Tools.Require("curl");
        foreach (var (name, value) in environment)
            shell.Environment[name] = value;
        using var process = Process.Start(shell)!;
        var (output, errors) = (await process.StandardOutput.ReadToEndAsync(Ct), await process.StandardError.ReadToEndAsync(Ct));
        await process.WaitForExitAsync(Ct);
        Assert.True(process.ExitCode == 0, errors + output);
        Assert.Equal([64, 64], JsonNode.Parse(output)!["data"]!.AsArray().Select(d => d!["embedding"]!.AsArray().Count));

        var node = await NodeScript.RunAsync("openai", await File.ReadAllTextAsync(Sample("openai.mjs"), Ct), environment, new Uri(server.Url, "v1").ToString());
        Assert.Matches(@"^2 1024 [1-9]\d*\n$", node);
    }

    private static string Sample(string name) => Path.Combine(Repository.Root, "samples", "Client", name);

    private static async Task SampleAsync(string corpus, params string[] modalities)
    {
        using var home = new TempFolder();
        var made = await UniBindCommand.RunAsync(home.Path, ["sample", corpus, "--per-class", "1", .. modalities.SelectMany(m => new[] { "-m", m })]);
        Assert.True(made.ExitCode == 0, made.Errors);
    }
}
