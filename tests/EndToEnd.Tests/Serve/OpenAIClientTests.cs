using System.ClientModel;
using System.Net.Http.Json;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using OpenAI;
using UniBind.Grid.Client;
using UniBind.Grid.Corpora;
using UniBind.Grid.Testing;

namespace UniBind.Grid.EndToEnd.Tests;

/// <summary>Clients that users have already, and ours, against a server that is a process of its own: all of them get the vectors of a batch job.</summary>
[Collection(RealServerCollection.Name)]
public sealed class OpenAIClientTests(RealServer server)
{
    private static readonly string[] Texts =
    [
        "a photo of a dog", "the sound of rain on a tin roof", "the number after six", "Übergrößenträger, naïve café", "日本語の文章", "one", "🎉 done", "two strokes, one across the top",
    ];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task NodeClient_Unmodified_EmbedsAndTellsItsErrors() =>
        Assert.Contains("all is well", await NodeScript.RunAsync("openai", OpenAIScript.Text, new Uri(server.Url, "v1").ToString(), server.Key), StringComparison.Ordinal);

    [Fact]
    public async Task NodeClient_OversizedItem_IsAnApiErrorAndTheNextCallIsAnswered()
    {
        var output = await NodeScript.RunAsync("openai", """
            import OpenAI from 'openai';
            const client = new OpenAI({ baseURL: process.argv[2], apiKey: process.argv[3], maxRetries: 0 });
            const create = input => client.embeddings.create({ model: 'classic@0', input });
            try { await create('x'.repeat(4 * 1024 * 1024 + 1)); console.log('taken'); }
            catch (e) { console.log(e instanceof OpenAI.APIError, e.status, e.param); }
            console.log((await create(['a photo of a dog', 'one'])).data.map(d => d.embedding.length).join());
            """, new Uri(server.Url, "v1").ToString(), server.Key);

        Assert.Equal("true 413 input[0]\n1024,1024\n", output);
    }

    [Fact]
    public async Task Texts_EveryWayIn_GiveTheVectorsOfTheBatchJob()
    {
        using var folder = new TempFolder();
        var expected = await BatchVectors.ComputeAsync(folder, Texts, server.RunAsync);
        await using var http = server.OverHttp();
        using var host = server.OverCluster();
        await host.StartAsync(Ct);
        var openAI = new OpenAIClient(new ApiKeyCredential(server.Key), new OpenAIClientOptions { Endpoint = new Uri(server.Url, "v1") });
        var generators = new Dictionary<string, IEmbeddingGenerator<string, Embedding<float>>>
        {
            ["Microsoft.Extensions.AI.OpenAI"] = openAI.GetEmbeddingClient(RealServer.Pack).AsIEmbeddingGenerator(),
            ["over HTTP"] = http.GetRequiredService<IEmbeddingGenerator<string, Embedding<float>>>(),
            ["over an Orleans client"] = host.Services.GetRequiredService<IEmbeddingGenerator<string, Embedding<float>>>(),
        };

        var found = new Dictionary<string, float[][]>
        {
            ["float"] = await PostAsync(null, node => [.. node!.AsArray().Select(v => (float)v!)]),
            ["base64"] = await PostAsync("base64", node => MemoryMarshal.Cast<byte, float>(Convert.FromBase64String((string)node!)).ToArray()),
        };
        foreach (var (name, generator) in generators)
            found[name] = [.. (await generator.GenerateAsync(Texts, cancellationToken: Ct)).Select(e => e.Vector.ToArray())];

        foreach (var (name, vectors) in found)
        {
            Assert.Equal(Texts.Length, vectors.Length);
            for (var i = 0; i < Texts.Length; i++)
                BatchVectors.RequireEqual(expected[Texts[i]], vectors[i], $"'{Texts[i]}', {name}");
        }
        await host.StopAsync(Ct);
    }

    [Fact]
    public async Task Media_HttpAndOrleansClient_GiveTheVectorsOfTheBatchJob()
    {
        using var folder = new TempFolder();
        var (corpus, output) = (Path.Combine(folder.Path, "corpus"), Path.Combine(folder.Path, "out"));
        string[] modalities = ["image", "audio", "thermal", "pointcloud", "event"];
        var made = await UniBindCommand.RunAsync(Path.Combine(folder.Path, "home"), ["sample", corpus, "--per-class", "1", .. modalities.SelectMany(m => new[] { "-m", m })]);
        Assert.True(made.ExitCode == 0, made.Errors);
        var embedded = await server.RunAsync("embed", corpus, "--out", output);
        Assert.True(embedded.ExitCode == 0, embedded.Errors);
        var contents = new List<DataContent>();
        var expected = new List<(string Id, float[] Vector)>();
        await foreach (var row in PartReader.ReadAsync(output, Ct))
        {
            var file = row.Uri.StartsWith("file:", StringComparison.Ordinal) ? new Uri(row.Uri).LocalPath : Path.Combine(corpus, row.Uri);
            contents.Add(new DataContent(await File.ReadAllBytesAsync(file, Ct), "application/octet-stream")
            {
                Name = Path.GetFileName(file),
                AdditionalProperties = new() { [MediaTypes.ModalityProperty] = row.Modality.Name() },
            });
            expected.Add((row.Id, row.Embedding));
        }
        Assert.Equal(10 * modalities.Length, expected.Count);
        await using var http = server.OverHttp();
        using var host = server.OverCluster();
        await host.StartAsync(Ct);

        foreach (var services in new[] { http, host.Services })
        {
            var found = await services.GetRequiredService<IEmbeddingGenerator<DataContent, Embedding<float>>>().GenerateAsync(contents, cancellationToken: Ct);
            Assert.Equal(expected.Count, found.Count);
            for (var i = 0; i < expected.Count; i++)
                BatchVectors.RequireEqual(expected[i].Vector, found[i].Vector.Span, expected[i].Id);
        }
        await host.StopAsync(Ct);
    }

    private async Task<float[][]> PostAsync(string? encoding, Func<JsonNode?, float[]> read)
    {
        using var answer = await server.Http.PostAsJsonAsync("v1/embeddings", new { model = RealServer.Pack, input = Texts, encoding_format = encoding ?? "float" }, Ct);
        var body = await answer.Content.ReadAsStringAsync(Ct);
        Assert.True(answer.IsSuccessStatusCode, body);
        return [.. JsonNode.Parse(body)!["data"]!.AsArray().OrderBy(d => (int)d!["index"]!).Select(d => read(d!["embedding"]))];
    }
}
