using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace UniBind.Grid.Silo.Tests;

/// <summary>Requests with seeded damage against the real API: each gets an answer or a clean refusal, and the server is none the worse for it.</summary>
public sealed class FuzzTests(ApiFixture api)
{
    private static readonly string[] Scraps =
    [
        "\"", "{", "}", "[", "]", ",", ":", "null", "true", "-1", "1e999", "99999999999999999999", "\\ud800", "\\u0000", "\0", "\uFEFF", "[[[[[[[[", "\"model\":", "\"input\":", "NaN", "../../etc/passwd", "%00", "\r\n\r\n",
    ];

    [Theory]
    [InlineData("/v1/embeddings", """{"model":"classic","input":["a text","another"],"dimensions":2,"encoding_format":"base64","user":"u"}""")]
    [InlineData("/v1/embeddings", """{"model":"classic","input":[{"type":"image_url","image_url":{"url":"PNG"}},{"type":"text","text":"t"}],"partial":true}""")]
    [InlineData("/embed", """{"inputs":["a text","another"],"normalize":true,"truncate":true}""")]
    [InlineData("/v2/embed", """{"model":"classic","input_type":"search_document","texts":["a text"],"embedding_types":["float","base64"]}""")]
    [InlineData("/v1/classify", """{"model":"nothing@1","input":["a text"],"top":3}""")]
    [InlineData("/v1/jobs", """{"source":"/nowhere/at/all","output":"/nowhere/else","model":"classic","priority":"normal","limit":3}""")]
    public async Task Post_DamagedJson_IsAnsweredOrRefusedCleanly(string path, string body)
    {
        var good = System.Text.Encoding.UTF8.GetBytes(body.Replace("PNG", TestMedia.DataUri("image/png", TestMedia.Png), StringComparison.Ordinal));
        await RunAsync(path, 200, random => (Damage(good, random), "application/json"));
    }

    [Fact]
    public Task Post_DamagedBase64_IsAnsweredOrRefusedCleanly() => RunAsync("/v1/embeddings", 150, random =>
    {
        var text = TestMedia.DataUri("image/png", TestMedia.Png).ToCharArray();
        for (var i = random.Next(1, 6); i > 0; i--)
            text[random.Next(text.Length)] = "=+/-_ ,;:Az09~é"[random.Next(15)];
        var uri = new string(text)[..random.Next(1, text.Length + 1)];
        return (JsonSerializer.SerializeToUtf8Bytes(new { model = "classic", input = new object[] { new { type = "image_url", image_url = new { url = uri } } }, partial = random.Next(2) == 0 }), "application/json");
    });

    [Theory]
    [InlineData("image/png", "dot.png")]
    [InlineData("application/octet-stream", "scan.ply")]
    [InlineData("audio/wav", "tone.wav")]
    public Task Post_DamagedMedia_IsAnsweredOrRefusedCleanly(string type, string name)
    {
        var good = name switch { "dot.png" => TestMedia.Png, "scan.ply" => TestMedia.Ply, _ => TestMedia.Wav };
        return RunAsync("/v1/embeddings", 100, random => (Form(type, name, Damage(good, random)), "multipart/form-data; boundary=b"));
    }

    [Fact]
    public Task Post_DamagedMultipart_IsAnsweredOrRefusedCleanly() =>
        RunAsync("/v1/embeddings", 200, random => (Damage(Form("image/png", "dot.png", TestMedia.Png), random), random.Next(10) == 0 ? "multipart/form-data; boundary=c" : "multipart/form-data; boundary=b"));

    [Fact]
    public async Task Get_OddPathsAndQueries_AreAnsweredOrRefusedCleanly()
    {
        string[] routes = ["/v1/models", "/v1/models/classic", "/v1/spaces", "/v1/spaces/x", "/v1/jobs", "/v1/jobs/x", "/v1/jobs/x/events", "/v1/embeddings", "/embed", "/openapi/v1.json"];
        string[] odd = ["%00", "%2e%2e%2f", "..", "//", "?limit=-1", "?limit=99999999999999", "?after=%ff%fe", "?limit=a&limit=b", "%f0%9f", ";", "@", "@@1", "%0d%0aX:1", "'", "\"", "<script>"];
        for (var seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            var path = routes[random.Next(routes.Length)] + (random.Next(2) == 0 ? "/" : "") + odd[random.Next(odd.Length)] + (random.Next(3) == 0 ? odd[random.Next(odd.Length)] : "");
            using var request = new HttpRequestMessage(random.Next(5) == 0 ? HttpMethod.Delete : HttpMethod.Get, new Uri("http://localhost:" + api.Http.BaseAddress!.Port + path, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }));
            using var response = await api.Http.SendAsync(request, TestContext.Current.CancellationToken);
            // What is no path at all is refused by the web server, with a bare 400.
            if (response.StatusCode != System.Net.HttpStatusCode.BadRequest || !path.Contains("%00", StringComparison.Ordinal))
                await RequireCleanAsync(response, $"seed {seed}: {request.Method} {path}");
        }
    }

    private async Task RunAsync(string path, int times, Func<Random, (byte[] Body, string Type)> make)
    {
        var before = await VectorAsync();
        for (var seed = 0; seed < times; seed++)
        {
            var (body, type) = make(new Random(seed));
            using var content = new ByteArrayContent(body);
            content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
            using var response = await api.Http.PostAsync(path, content, TestContext.Current.CancellationToken);
            await RequireCleanAsync(response, $"seed {seed}: POST {path} {System.Text.Encoding.Latin1.GetString(body.AsSpan(0, Math.Min(body.Length, 600)))}");
        }
        Assert.Equal(before, await VectorAsync());
    }

    private static async Task RequireCleanAsync(HttpResponseMessage response, string what)
    {
        var status = (int)response.StatusCode;
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(status is >= 200 and < 500 and not 499, $"{status} to {what}: {text}");
        if (status < 400)
            return;
        // OpenAI's shape, TEI's, Cohere's: all are objects with a sentence.
        using var json = JsonDocument.Parse(text.Length > 0 ? text : throw new InvalidOperationException($"{status} without a body to {what}"));
        var error = json.RootElement.TryGetProperty("error", out var found) ? found : json.RootElement;
        var sentence = error.ValueKind == JsonValueKind.String ? error : error.GetProperty("message");
        Assert.True(sentence.GetString() is { Length: > 3 }, $"{status} to {what}: {text}");
    }

    private static byte[] Form(string type, string name, byte[] file) =>
    [
        .. System.Text.Encoding.ASCII.GetBytes($"--b\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\nclassic\r\n--b\r\nContent-Disposition: form-data; name=\"files\"; filename=\"{name}\"\r\nContent-Type: {type}\r\n\r\n"),
        .. file, .. "\r\n--b--\r\n"u8,
    ];

    /// <summary>One to four of: cut off, bytes changed, bytes cut out, a scrap put in, a part doubled.</summary>
    private static byte[] Damage(byte[] good, Random random)
    {
        var bytes = new List<byte>(good);
        for (var i = random.Next(1, 5); i > 0 && bytes.Count > 1; i--)
        {
            var at = random.Next(bytes.Count);
            var count = Math.Min(random.Next(1, 20), bytes.Count - at);
            switch (random.Next(5))
            {
                case 0: bytes.RemoveRange(at, bytes.Count - at); break;
                case 1: bytes[at] = (byte)random.Next(256); break;
                case 2: bytes.RemoveRange(at, count); break;
                case 3: bytes.InsertRange(at, System.Text.Encoding.UTF8.GetBytes(Scraps[random.Next(Scraps.Length)])); break;
                default: bytes.InsertRange(at, bytes.GetRange(at, count)); break;
            }
        }
        return [.. bytes];
    }

    private async Task<string> VectorAsync()
    {
        using var response = await api.Http.PostAsJsonAsync("/v1/embeddings", new { model = "classic", input = "a text that stays the same" }, TestContext.Current.CancellationToken);
        return response.IsSuccessStatusCode ? await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken) : throw new InvalidOperationException("A good request is refused: " + await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}
