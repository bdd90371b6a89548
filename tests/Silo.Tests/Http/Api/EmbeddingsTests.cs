using System.Net.Http.Headers;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace UniBind.Grid.Silo.Tests;

public sealed class EmbeddingsTests
{
    private readonly ApiFixture _api;

    public EmbeddingsTests(ApiFixture api)
    {
        _api = api;
        _api.Grid.Scripted.Embeddings[Toy.Model] = Toy.Embed;
    }

    [Fact]
    public async Task Embeddings_OneText_IsOpenAisShape()
    {
        var (status, body, response) = await _api.PostAsync("/v1/embeddings", new { model = "toy", input = "two words", user = "me", some_extra = new { a = 1 } });
        Assert.Equal(200, status);
        Assert.Equal("list", body.GetProperty("object").GetString());
        Assert.Equal("toy@1", body.GetProperty("model").GetString());
        Assert.Equal(2, body.GetProperty("usage").GetProperty("prompt_tokens").GetInt32());
        Assert.Equal(2, body.GetProperty("usage").GetProperty("total_tokens").GetInt32());
        var item = Assert.Single(body.GetProperty("data").EnumerateArray());
        Assert.Equal("embedding", item.GetProperty("object").GetString());
        Assert.Equal(0, item.GetProperty("index").GetInt32());
        Assert.False(item.TryGetProperty("truncated", out _));
        Assert.Equal(Toy.Vector(MediaQuery.OfText("two words")), Floats(item));
        Assert.Equal(32, Assert.Single(response.Headers.GetValues("x-request-id")).Length);
    }

    [Fact]
    public async Task Embeddings_Base64_HasTheSameBitsAsFloats()
    {
        string[] input = ["a", "später \" \\ \u2028", "c"];
        var (_, floats, _) = await _api.PostAsync("/v1/embeddings", new { model = "toy", input });
        var (_, base64, _) = await _api.PostAsync("/v1/embeddings", new { model = "toy", input, encoding_format = "base64" });
        for (var i = 0; i < input.Length; i++)
        {
            var bytes = base64.GetProperty("data")[i].GetProperty("embedding").GetBytesFromBase64();
            Assert.Equal(Toy.Vector(MediaQuery.OfText(input[i])), MemoryMarshal.Cast<byte, float>(bytes).ToArray());
            Assert.Equal(Toy.Vector(MediaQuery.OfText(input[i])), Floats(floats.GetProperty("data")[i]));
        }
    }

    [Fact]
    public async Task Embeddings_Dimensions_CutsAndNormalisesAgain()
    {
        var (_, body, _) = await _api.PostAsync("/v1/embeddings", new { model = "toy", input = "abc", dimensions = 2 });
        var whole = Toy.Vector(MediaQuery.OfText("abc"));
        var norm = MathF.Sqrt((whole[0] * whole[0]) + (whole[1] * whole[1]));
        var cut = Floats(body.GetProperty("data")[0]);
        Assert.Equal(2, cut.Length);
        Assert.Equal(whole[0] / norm, cut[0], 1e-6f);
        Assert.Equal(whole[1] / norm, cut[1], 1e-6f);
        Assert.Contains("4 dimensions", await RefusedAsync(400, "dimensions", new { model = "toy", input = "abc", dimensions = 5 }), StringComparison.Ordinal);
        await RefusedAsync(400, "dimensions", new { model = "toy", input = "abc", dimensions = 0 });
    }

    [Fact]
    public async Task Embeddings_RequestsThatAreWrong_NameTheMember()
    {
        await RefusedAsync(400, "model", new { input = "a" });
        await RefusedAsync(400, "input", new { model = "toy" });
        await RefusedAsync(400, "input", new { model = "toy", input = 7 });
        await RefusedAsync(400, "input", new { model = "toy", input = Array.Empty<string>() });
        await RefusedAsync(400, "input[0]", new { model = "toy", input = "" });
        await RefusedAsync(400, "input[1]", new { model = "toy", input = new[] { "a", "" } });
        await RefusedAsync(400, "encoding_format", new { model = "toy", input = "a", encoding_format = "hex" });
        await RefusedAsync(400, "modality", new { model = "toy", input = "a", modality = "smell" });
        await RefusedAsync(400, "input[0].type", new { model = "toy", input = new object[] { new { type = "odour" } } });
        Assert.Contains("token array", await RefusedAsync(400, "input", new { model = "toy", input = new[] { 1, 2, 3 } }), StringComparison.Ordinal);
        Assert.Contains("token array", await RefusedAsync(400, "input", new { model = "toy", input = new[] { new[] { 1 } } }), StringComparison.Ordinal);
        Assert.Contains("2,048", await RefusedAsync(400, "input", new { model = "toy", input = Enumerable.Repeat("a", 2049) }), StringComparison.Ordinal);
        await RefusedAsync(404, "model", new { model = "no/such model", input = "a" });
    }

    [Fact]
    public async Task Embeddings_ManyItems_KeepTheirOrder()
    {
        var input = Enumerable.Range(0, 2048).Select(i => new string('x', (i % 50) + 1)).ToArray();
        var (status, body, _) = await _api.PostAsync("/v1/embeddings", new { model = "toy", input });
        Assert.Equal(200, status);
        var data = body.GetProperty("data").EnumerateArray().ToArray();
        Assert.Equal(2048, data.Length);
        for (var i = 0; i < data.Length; i++)
            Assert.Equal((i, Toy.Vector(MediaQuery.OfText(input[i]))[0]), (data[i].GetProperty("index").GetInt32(), Floats(data[i])[0]));
    }

    [Fact]
    public async Task Embeddings_Parts_ArriveAsTheBytesAndModalitiesThatTheyAre()
    {
        var seen = new List<MediaQuery>();
        _api.Grid.Scripted.Embeddings["spy"] = (items, timeout, cancellationToken) =>
        {
            seen.AddRange(items);
            return Toy.Embed(items, timeout, cancellationToken);
        };
        var png = TestMedia.DataUri("image/png", TestMedia.Png);
        object[] input =
        [
            new { type = "text", text = "a" },
            new { type = "image_url", image_url = new { url = png } },
            new { type = "image_url", modality = "thermal", image_url = png },
            new { type = "input_audio", input_audio = new { data = Convert.ToBase64String(TestMedia.Wav), format = "wav" } },
            new { type = "media", data = Convert.ToBase64String(TestMedia.Ply), name = "scan.ply" },
            new { type = "media", modality = "pointcloud", url = TestMedia.DataUri("application/octet-stream", TestMedia.Ply) },
            new { type = "media", url = "http://pictures.example/dot.png" },
            new { type = "media", url = png.Replace("/", "\\/", StringComparison.Ordinal).Replace("\\/", "/", StringComparison.Ordinal) },
            "plain",
        ];
        var (status, body, _) = await _api.PostAsync("/v1/embeddings", new { model = "spy", input });
        Assert.True(status == 200, body.ToString());
        Assert.Equal(
            [Modality.Text, Modality.Image, Modality.Thermal, Modality.Audio, Modality.PointCloud, Modality.PointCloud, Modality.Image, Modality.Image, Modality.Text],
            seen.Select(q => q.Modality));
        Assert.Equal([TestMedia.Png, TestMedia.Png, TestMedia.Wav, TestMedia.Ply, TestMedia.Ply, TestMedia.Png, TestMedia.Png], seen.Skip(1).Take(7).Select(q => q.Content));
        Assert.Equal("scan.ply", seen[4].Name);
    }

    [Fact]
    public async Task Embeddings_EscapedSlashes_AreReadAsSlashes()
    {
        var body = $$"""{"model":"toy","input":[{"type":"media","url":"{{TestMedia.DataUri("image/png", TestMedia.Png).Replace("/", "\\/", StringComparison.Ordinal)}}"}]}""";
        var (status, answer) = await _api.PostTextAsync("/v1/embeddings", body);
        Assert.True(status == 200, answer.ToString());
        Assert.Equal(Toy.Vector(new MediaQuery { Name = "", Content = TestMedia.Png, Modality = Modality.Image }), Floats(answer.GetProperty("data")[0]));
    }

    [Fact]
    public async Task Embeddings_StringsWithAModality_AreDataUrisAndWithoutTexts()
    {
        var uri = TestMedia.DataUri("image/png", TestMedia.Png);
        var (_, picture, _) = await _api.PostAsync("/v1/embeddings", new { model = "toy", modality = "image", input = uri });
        var (_, text, _) = await _api.PostAsync("/v1/embeddings", new { model = "toy", input = uri });
        Assert.Equal(Toy.Vector(new MediaQuery { Name = "", Content = TestMedia.Png, Modality = Modality.Image }), Floats(picture.GetProperty("data")[0]));
        Assert.Equal(Toy.Vector(MediaQuery.OfText(uri)), Floats(text.GetProperty("data")[0]));
        Assert.Contains("neither a data URI", await RefusedAsync(400, "input[0]", new { model = "toy", modality = "image", input = "a cat" }), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Embeddings_Messages_AreOneItem()
    {
        var part = new { type = "image_url", image_url = new { url = TestMedia.DataUri("image/png", TestMedia.Png) } };
        var (status, body, _) = await _api.PostAsync("/v1/embeddings", new { model = "toy", messages = new[] { new { role = "user", content = new object[] { part } } } });
        Assert.Equal((200, 1), (status, body.GetProperty("data").GetArrayLength()));
        Assert.Contains("2 parts", await RefusedAsync(400, "messages[0]", new { model = "toy", messages = new[] { new { role = "user", content = new object[] { part, part } } } }), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("data:image/png;base64,!!!!", 400, "wrong at its character 1")]
    [InlineData("data:image/png;base64,", 400, "no bytes")]
    [InlineData("data:image/png,abc", 400, "base64 alone")]
    [InlineData("data:image/png;base64", 400, "no comma")]
    [InlineData("data:image/png;base64,AAAAAAAAAAAAAAAAAAAA", 400, "input[0]")]
    [InlineData("http://elsewhere.example/a.png", 400, "not allowed")]
    public async Task Embeddings_MediaThatIsBroken_Is400NamingTheItem(string url, int status, string message) =>
        Assert.Contains(message, await RefusedAsync(status, "input[0]", new { model = "toy", input = new object[] { new { type = "image_url", image_url = new { url } } } }), StringComparison.Ordinal);

    [Fact]
    public async Task Embeddings_ItemOfOneByteTooMuch_Is413()
    {
        var bytes = new byte[EmbedRequest.MaxBytes + 1];
        TestMedia.Png.CopyTo(bytes, 0);
        object part = new { type = "media", modality = "image", data = Convert.ToBase64String(bytes) };
        Assert.Contains("4,194,304", await RefusedAsync(413, "input[1]", new { model = "toy", input = new[] { "a", part } }), StringComparison.Ordinal);
        await RefusedAsync(413, "input[0]", new { model = "toy", input = new string('x', EmbedRequest.MaxBytes + 1) });
        var (status, _, _) = await _api.PostAsync("/v1/embeddings", new { model = "toy", input = new[] { new { type = "media", modality = "image", data = Convert.ToBase64String(bytes.AsSpan(1)) } } });
        Assert.Equal(400, status); // a byte less is taken, and then it is no picture any more
    }

    [Fact]
    public async Task Embeddings_Partial_GivesErrorsInTheirPlaces()
    {
        object[] input = ["good", "bad", "", new { type = "image_url", image_url = new { url = "data:image/png;base64,!!!!" } }, "NaN", "good"];
        var (status, body, _) = await _api.PostAsync("/v1/embeddings", new { model = "toy", input, partial = true });
        Assert.Equal(200, status);
        var data = body.GetProperty("data").EnumerateArray().ToArray();
        Assert.Equal(["embedding", "error", "error", "error", "error", "embedding"], data.Select(d => d.GetProperty("object").GetString()));
        Assert.Equal([0, 1, 2, 3, 4, 5], data.Select(d => d.GetProperty("index").GetInt32()));
        Assert.Equal(["corrupt", "empty", "corrupt", "not-finite"], data[1..5].Select(d => d.GetProperty("error").GetProperty("code").GetString()));
        Assert.Equal("input[1]", data[1].GetProperty("error").GetProperty("param").GetString());
        Assert.Equal(Floats(data[0]), Floats(data[5]));
    }

    [Fact]
    public async Task Embeddings_ItemThatTheEncoderFailsOn_FailsTheRequestWithItsName()
    {
        Assert.StartsWith("input[1]: ", await RefusedAsync(400, "input[1]", new { model = "toy", input = new[] { "a", "bad" } }), StringComparison.Ordinal);
        await RefusedAsync(424, "input[0]", new { model = "toy", input = "NaN" });
    }

    [Fact]
    public async Task Embeddings_Truncated_IsSaid()
    {
        var (_, body, _) = await _api.PostAsync("/v1/embeddings", new { model = "toy", input = "long text" });
        Assert.True(body.GetProperty("data")[0].GetProperty("truncated").GetBoolean());
    }

    [Fact]
    public async Task Embeddings_Upload_TakesFilesAndFields()
    {
        using var form = new MultipartFormDataContent
        {
            { new StringContent("toy"), "model" },
            { new StringContent("2"), "dimensions" },
            { File(TestMedia.Png, "image/png"), "files", "dot.png" },
            { File(TestMedia.Ply, "application/octet-stream"), "files", "scan.ply" },
        };
        using var response = await _api.Http.PostAsync("/v1/embeddings", form, TestContext.Current.CancellationToken);
        var body = JsonSerializer.Deserialize<JsonElement>(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.True(response.IsSuccessStatusCode, body.ToString());
        Assert.Equal([2, 2], body.GetProperty("data").EnumerateArray().Select(d => Floats(d).Length));
    }

    [Fact]
    public async Task Embeddings_UploadThatIsBroken_Is400()
    {
        var (status, body) = await _api.PostTextAsync("/v1/embeddings", "--b\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\ntoy", "multipart/form-data; boundary=b");
        Assert.Equal((400, "invalid_multipart"), (status, Code(body)));
        (status, body) = await _api.PostTextAsync("/v1/embeddings", "x", "multipart/form-data");
        Assert.Equal((400, "invalid_multipart"), (status, Code(body)));
    }

    [Fact]
    public async Task Embeddings_Deadline_ReachesTheGrid()
    {
        TimeSpan? seen = null;
        _api.Grid.Scripted.Embeddings["deadline"] = (items, timeout, cancellationToken) =>
        {
            seen = timeout;
            return Toy.Embed(items, timeout, cancellationToken);
        };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/embeddings") { Content = new StringContent("""{"model":"deadline","input":"a"}""", new MediaTypeHeaderValue("application/json")) };
        request.Headers.Add("x-request-timeout", "2.5");
        Assert.True((await _api.Http.SendAsync(request, TestContext.Current.CancellationToken)).IsSuccessStatusCode);
        Assert.Equal(TimeSpan.FromSeconds(2.5), seen);
    }

    [Fact]
    public async Task Embeddings_CallerThatLeaves_CancelsTheCall()
    {
        var left = new TaskCompletionSource();
        var arrived = new TaskCompletionSource();
        _api.Grid.Scripted.Embeddings["slow"] = async (_, _, cancellationToken) =>
        {
            arrived.SetResult();
            await using var registration = cancellationToken.Register(left.SetResult);
            await Task.Delay(Timeout.Infinite, cancellationToken);
            throw new InvalidOperationException();
        };
        using var leave = new CancellationTokenSource();
        using var content = new StringContent("""{"model":"slow","input":"a"}""", new MediaTypeHeaderValue("application/json"));
        var call = _api.Http.PostAsync("/v1/embeddings", content, leave.Token);
        await arrived.Task.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        await leave.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        await left.Task.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
    }

    private static ByteArrayContent File(byte[] bytes, string type) => new(bytes) { Headers = { ContentType = new MediaTypeHeaderValue(type) } };

    private static float[] Floats(JsonElement item) => [.. item.GetProperty("embedding").EnumerateArray().Select(v => v.GetSingle())];

    private static string? Code(JsonElement body) => body.GetProperty("error").GetProperty("code").GetString();

    private async Task<string> RefusedAsync(int expected, string param, object request)
    {
        var (status, body, _) = await _api.PostAsync("/v1/embeddings", request);
        Assert.True(status == expected, $"{status}: {body}");
        var error = body.GetProperty("error");
        Assert.Equal(param, error.GetProperty("param").GetString());
        Assert.NotNull(error.GetProperty("type").GetString());
        return error.GetProperty("message").GetString()!;
    }
}
