using System.Text.Json.Nodes;
using UniBind.Grid.Testing;

namespace UniBind.Grid.Client.Tests;

/// <summary>OpenAI's client for Node, as npm has it, against the wire forms.</summary>
public sealed class NodeOpenAITests
{
    [Fact]
    public async Task Client_Unmodified_EmbedsAndTellsItsErrors()
    {
        await using var stub = new GridStub(Answer);

        Assert.Contains("all is well", await NodeScript.RunAsync("openai", OpenAIScript.Text, new Uri(stub.Url, "v1").ToString(), "ub_test"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Client_FullServer_ComesBackAndThenTellsIt()
    {
        await using var stub = new GridStub(call => call.Number != 2 ? StubReply.Error(429, "overloaded", "Full.", "1") : null);

        var output = await NodeScript.RunAsync("openai", """
            import OpenAI from 'openai';
            const options = { baseURL: process.argv[2], apiKey: 'ub_test' };
            console.log((await new OpenAI(options).embeddings.create({ model: 'm', input: 'one' })).data.length);
            try { await new OpenAI({ ...options, maxRetries: 0 }).embeddings.create({ model: 'm', input: 'one' }); }
            catch (e) { console.log(e instanceof OpenAI.RateLimitError, e.headers.get('retry-after')); }
            """, new Uri(stub.Url, "v1").ToString());

        Assert.Equal("1\ntrue 1\n", output);
        Assert.Equal(3, stub.Calls.Count);
    }

    [Fact]
    public async Task Sample_Server_PrintsItsCounts()
    {
        await using var stub = new GridStub();

        var script = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "samples", "Client", "openai.mjs"), TestContext.Current.CancellationToken);

        Assert.Equal("2 8 6\n", await NodeScript.RunAsync("openai", script, new Uri(stub.Url, "v1").ToString()));
    }

    private static StubReply? Answer(StubCall call) => call switch
    {
        { Authorization: not "Bearer ub_test" } => StubReply.Error(401, "invalid_api_key", "There is no such key."),
        { Path: "/v1/models" } => new StubReply(JsonNode.Parse("""{"object":"list","data":[{"id":"classic@0","object":"model","created":0,"owned_by":"unibind"}]}""")),
        _ when (string?)call.Body!["model"] == "nothing@1" => StubReply.Error(404, "model_not_found", "There is no model 'nothing@1'."),
        _ when call.Body!["input"] is JsonArray { Count: 1 } tokens && tokens[0] is JsonArray => StubReply.Error(400, "token_arrays_unsupported", "Send texts."),
        _ => null,
    };
}
