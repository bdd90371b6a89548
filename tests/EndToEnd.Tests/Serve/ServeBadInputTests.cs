using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace UniBind.Grid.EndToEnd.Tests;

/// <summary>Requests that cannot be answered get one clean sentence each, and the server answers the next one.</summary>
[Collection(RealServerCollection.Name)]
public sealed class ServeBadInputTests(RealServer server)
{
    private const int MaxItemBytes = 4 << 20;
    private const string Good = "a text that is well";
    private const string Embeddings = "v1/embeddings";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Embeddings, """{"model":"nothing@1","input":"a"}""", 404, "model_not_found", "nothing")]
    [InlineData(Embeddings, """{"model":"text-embedding-3-small","input":"a"}""", 404, "model_not_found", "text-embedding-3-small")]
    [InlineData(Embeddings, """{"model":"nowhere@stable","input":"a"}""", 404, "model_not_found", "nowhere")]
    [InlineData("v1/classify", """{"model":"nowhere","input":"a"}""", 404, "model_not_found", "nowhere")]
    [InlineData("v1/jobs", """{"source":"corpus","output":"out","space":"nowhere@1"}""", 404, "not_found", "nowhere")]
    [InlineData(Embeddings, """{"model":"slim@0","input":[{"type":"media","modality":"audio","data":"UklGRgAAAABXQVZF"}]}""", 404, "model_not_found", "no encoder for audio; it has text")]
    [InlineData(Embeddings, """{"model":"slim@0","input":["a",{"type":"image_url","image_url":{"url":"data:image/png;base64,iVBORw0KGgo="}}]}""", 404, "model_not_found", "no encoder for image")]
    [InlineData(Embeddings, """{"model":"classic@0","input":[{"type":"media","modality":"smell","data":"AAAA"}]}""", 400, "invalid_request", "takes one of text, image, audio")]
    [InlineData(Embeddings, """{"model":"classic@0","input":[{"type":"media","modality":"image","data":"@@@@"}]}""", 400, "corrupt", "base64")]
    [InlineData(Embeddings, """{"model":"classic@0","input":[{"type":"media","modality":"image","data":"AAAAA"}]}""", 400, "corrupt", "base64")]
    [InlineData(Embeddings, """{"model":"classic@0","input":[{"type":"media","modality":"image","data":"AAAA"}]}""", 400, null, "input[0]")]
    [InlineData(Embeddings, """{"model":"classic@0","input":[[1,2,3]]}""", 400, "token_arrays_unsupported", "token")]
    [InlineData(Embeddings, """{"model":"classic@0","input":[]}""", 400, null, "input")]
    [InlineData(Embeddings, """{"model":"classic@0","input":["a",""]}""", 400, "empty", "input[1]")]
    [InlineData(Embeddings, """{"input":"a"}""", 400, "missing_model", "model")]
    [InlineData(Embeddings, """{"model":"classic@0"}""", 400, "missing_input", "input")]
    [InlineData(Embeddings, "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[", 400, "invalid_json", "JSON")]
    [InlineData(Embeddings, "not JSON at all", 400, "invalid_json", "JSON")]
    [InlineData("v1/jobs", """{"source":"../../etc","output":"out","space":"classic@0"}""", 400, null, "..")]
    public async Task Request_ThatCannotBeAnswered_GetsASentence(string path, string body, int status, string? code, string part)
    {
        var error = await RefusedAsync(path, new StringContent(body, new MediaTypeHeaderValue("application/json")), status);

        Assert.Contains(part, error.Message + " " + error.Param, StringComparison.OrdinalIgnoreCase);
        if (code is not null)
            Assert.Equal(code, error.Code);
        await RequireWellAsync();
    }

    [Fact]
    public async Task Item_OneByteTooLarge_Is413HoweverItComes()
    {
        var item = new byte[MaxItemBytes + 1];
        Array.Fill(item, (byte)'x');
        var text = new string('x', MaxItemBytes + 1);
        var upload = new MultipartFormDataContent { { new StringContent(RealServer.Pack), "model" }, { new ByteArrayContent(item), "files", "large.txt" } };

        var errors = new[]
        {
            await RefusedAsync(Embeddings, JsonContent.Create(new { model = RealServer.Pack, input = text }), 413),
            await RefusedAsync(Embeddings, JsonContent.Create(new { model = RealServer.Pack, input = new object[] { "one", new { type = "media", modality = "image", data = item } } }), 413),
            await RefusedAsync(Embeddings, upload, 413),
        };

        Assert.All(errors, e => Assert.Contains("4,194,304", e.Message, StringComparison.Ordinal));
        Assert.Equal("input[1]", errors[1].Param);
        // A byte less is an item like others.
        using var taken = await server.Http.PostAsJsonAsync(Embeddings, new { model = RealServer.Pack, input = text[1..] }, Ct);
        Assert.True(taken.IsSuccessStatusCode, await taken.Content.ReadAsStringAsync(Ct));
        await RequireWellAsync();
    }

    [Fact]
    public async Task Texts_TenThousand_AreAllAnsweredInTheirOrder()
    {
        var texts = Enumerable.Range(0, 10_000).Select(i => $"the text number {i} of ten thousand").ToArray();
        var error = await RefusedAsync(Embeddings, JsonContent.Create(new { model = RealServer.Pack, input = texts }), 400);
        Assert.Equal("too_many_items", error.Code);
        Assert.Contains("10,000 items and a request takes at most 2,048", error.Message, StringComparison.Ordinal);
        var expected = await BatchVectors.ComputeAsync(texts);
        await using var services = server.OverHttp();
        var generator = services.GetRequiredService<IEmbeddingGenerator<string, Embedding<float>>>();

        var found = await generator.GenerateAsync(texts, cancellationToken: Ct);

        Assert.Equal(texts.Length, found.Count);
        for (var i = 0; i < texts.Length; i++)
            BatchVectors.RequireEqual(expected[texts[i]], found[i].Vector.Span, texts[i]);
        for (var i = 0; i < texts.Length; i += 997)
            BatchVectors.RequireEqual((await generator.GenerateVectorAsync(texts[i], cancellationToken: Ct)).Span, found[i].Vector.Span, texts[i] + " alone");
    }

    [Fact]
    public async Task Json_CutOffAnywhere_Is400()
    {
        var body = """{"model":"classic@0","input":["a",{"type":"media","modality":"image","data":"AAAA"}],"dimensions":64}"""u8.ToArray();
        for (var length = 0; length < body.Length; length++)
        {
            var content = new ByteArrayContent(body[..length]) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
            Assert.Equal("invalid_json", (await RefusedAsync(Embeddings, content, 400)).Code);
        }
        await RequireWellAsync();
    }

    [Fact]
    public async Task Multipart_CutOffAnywhere_Is400()
    {
        const string Boundary = "frontier";
        var body = System.Text.Encoding.ASCII.GetBytes(
            $"--{Boundary}\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\nclassic@0\r\n" +
            $"--{Boundary}\r\nContent-Disposition: form-data; name=\"files\"; filename=\"a.txt\"\r\nContent-Type: text/plain\r\n\r\nsome text\r\n--{Boundary}--\r\n");
        // The last two bytes close nothing that is not closed.
        for (var length = 0; length < body.Length - 4; length++)
        {
            var content = new ByteArrayContent(body[..length]);
            content.Headers.TryAddWithoutValidation("Content-Type", $"multipart/form-data; boundary={Boundary}");
            await RefusedAsync(Embeddings, content, 400);
        }
        await RequireWellAsync();
    }

    [Fact]
    public async Task Partial_BadAndGoodItems_HarmEachOtherNot()
    {
        using var answer = await server.Http.PostAsJsonAsync(Embeddings, new { model = RealServer.Pack, partial = true, input = new object[] { Good, "", new { type = "media", modality = "image", data = "AAAA" }, Good } }, Ct);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var data = JsonNode.Parse(await answer.Content.ReadAsStringAsync(Ct))!["data"]!.AsArray();
        Assert.Equal(["embedding", "error", "error", "embedding"], data.Select(d => (string)d!["object"]!));
        Assert.Equal(data[0]!["embedding"]!.ToJsonString(), data[3]!["embedding"]!.ToJsonString());
    }

    private async Task<(string Message, string? Param, string? Code)> RefusedAsync(string path, HttpContent content, int status)
    {
        using (content)
        {
            using var answer = await server.Http.PostAsync(new Uri(path, UriKind.Relative), content, Ct);
            var body = await answer.Content.ReadAsStringAsync(Ct);
            Assert.True((int)answer.StatusCode == status, $"{(int)answer.StatusCode} {body}");
            Assert.Equal("application/json", answer.Content.Headers.ContentType?.MediaType);
            var error = JsonNode.Parse(body)!["error"]!.AsObject();
            Assert.Equal(["code", "message", "param", "type"], error.Select(p => p.Key).Order(StringComparer.Ordinal));
            var message = (string)error["message"]!;
            Assert.True(message.Length is > 10 and < 1000 && !message.Contains("   at ", StringComparison.Ordinal), message);
            Assert.Equal(JsonValueKind.String, error["type"]!.GetValueKind());
            return (message, (string?)error["param"], (string?)error["code"]);
        }
    }

    private async Task RequireWellAsync()
    {
        using var answer = await server.Http.PostAsJsonAsync(Embeddings, new { model = RealServer.Pack, input = Good }, Ct);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Ct));
        using var live = await server.Http.GetAsync(new Uri("health/live", UriKind.Relative), Ct);
        Assert.Equal(HttpStatusCode.OK, live.StatusCode);
    }
}
