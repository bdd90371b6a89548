using System.Collections.Concurrent;
using System.Text.Json;

namespace UniBind.Grid.Silo.Tests;

public sealed class PeerShapeTests
{
    private readonly ApiFixture _api;

    public PeerShapeTests(ApiFixture api)
    {
        _api = api;
        _api.Grid.Scripted.Embeddings[Toy.Model] = Toy.Embed;
    }

    [Fact]
    public async Task Tei_Texts_AreABareListWithHeaders()
    {
        var (status, body, response) = await _api.PostAsync("/embed", new { inputs = new[] { "a b", "c" }, model = "toy", truncate = true });
        Assert.Equal(200, status);
        Assert.Equal([4, 4], body.EnumerateArray().Select(v => v.GetArrayLength()));
        foreach (var (name, value) in new[] { ("x-compute-tokens", "3"), ("x-compute-characters", "4"), ("x-tokenization-time", "1"), ("x-queue-time", "2"), ("x-inference-time", "3") })
            Assert.Equal(value, response.Headers.GetValues(name).Single());
        Assert.True(response.Headers.Contains("x-total-time") && response.Headers.Contains("x-compute-time"));
    }

    [Theory]
    [InlineData("""{"model":"toy","inputs":"a","prompt_name":"query"}""", 422, "Validation")]
    [InlineData("""{"model":"toy","inputs":"a","normalize":false}""", 422, "Validation")]
    [InlineData("""{"model":"toy","inputs":"long","truncate":false}""", 422, "Validation")]
    [InlineData("""{"model":"toy","inputs":[]}""", 400, "Empty")]
    [InlineData("""{"model":"toy","inputs":""}""", 400, "Empty")]
    [InlineData("""{"model":"toy"}""", 400, "Empty")]
    [InlineData("""{"model":"toy","inputs":"NaN"}""", 424, "Backend")]
    [InlineData("""{"model":"toy","inputs":[[1,2]]}""", 422, "Validation")]
    public async Task Tei_Refusals_HaveItsCodes(string request, int expected, string type)
    {
        var (status, body) = await _api.PostTextAsync("/embed", request);
        Assert.Equal((expected, type), (status, body.GetProperty("error_type").GetString()));
    }

    [Fact]
    public async Task Cohere_AllTypes_AreOfOneVector()
    {
        var (status, body, _) = await _api.PostAsync("/v2/embed", new { model = "toy", input_type = "search_query", texts = new[] { "abc" }, embedding_types = Quantization.Types });
        Assert.True(status == 200, body.ToString());
        var vector = Toy.Vector(MediaQuery.OfText("abc"));
        var embeddings = body.GetProperty("embeddings");
        Assert.Equal(vector, Numbers(embeddings, "float").Select(v => (float)v));
        var scale = 127 / vector.Max(Math.Abs);
        var int8 = vector.Select(v => (double)MathF.Round(v * scale)).ToArray();
        Assert.Equal(int8, Numbers(embeddings, "int8"));
        Assert.Equal(int8.Select(v => v + 128), Numbers(embeddings, "uint8"));
        Assert.Equal([0b1011_0000], Numbers(embeddings, "ubinary"));
        Assert.Equal([0b1011_0000 - 128], Numbers(embeddings, "binary"));
        Assert.Equal(vector.SelectMany(BitConverter.GetBytes), embeddings.GetProperty("base64")[0].GetBytesFromBase64());
        Assert.Equal("abc", body.GetProperty("texts")[0].GetString());
        Assert.Equal(1, body.GetProperty("meta").GetProperty("billed_units").GetProperty("input_tokens").GetInt32());
    }

    [Fact]
    public async Task Cohere_ImagesAndInputs_AreEmbedded()
    {
        var png = TestMedia.DataUri("image/png", TestMedia.Png);
        var (_, images, _) = await _api.PostAsync("/v2/embed", new { model = "toy", images = new[] { png }, output_dimension = 3 });
        Assert.Equal(3, images.GetProperty("embeddings").GetProperty("float")[0].GetArrayLength());
        Assert.Equal(1, images.GetProperty("meta").GetProperty("billed_units").GetProperty("images").GetInt32());
        object[] inputs = [new { content = new object[] { new { type = "text", text = "a" } } }, new { content = new object[] { new { type = "image_url", image_url = new { url = png } } } }];
        var (status, both, _) = await _api.PostAsync("/v2/embed", new { model = "toy", inputs });
        Assert.Equal((200, 2), (status, both.GetProperty("embeddings").GetProperty("float").GetArrayLength()));
    }

    [Theory]
    [InlineData("""{"model":"toy"}""")]
    [InlineData("""{"model":"toy","texts":["a"],"images":["b"]}""")]
    [InlineData("""{"model":"toy","texts":["a"],"embedding_types":["int4"]}""")]
    [InlineData("""{"model":"toy","texts":["a"],"truncate":"START"}""")]
    [InlineData("""{"model":"toy","texts":["long"],"truncate":"NONE"}""")]
    [InlineData("""{"model":"toy","texts":[1]}""")]
    [InlineData("""{"model":"toy","texts":"a"}""")]
    public async Task Cohere_Refusals_Are400WithAMessage(string request)
    {
        var (status, body) = await _api.PostTextAsync("/v2/embed", request);
        Assert.Equal(400, status);
        Assert.False(string.IsNullOrEmpty(body.GetProperty("message").GetString()));
    }

    [Fact]
    public async Task Classify_Items_HaveClassesAndTheWinningDescription()
    {
        _api.Grid.Scripted.Classes["animals"] = (item, top) => item.Content.Length > 3
            ? throw new GridException("It cannot be decoded.")
            : new ClassifyReply { Space = "animals@3", Head = "identity", Modality = item.Modality, Margin = 0.25f, Classes = [.. new[] { new ClassCandidate("cat", 0.75f, 0.9f, "It purrs."), new ClassCandidate("dog", 0.5f, null, "It barks.") }.Take(top)] };
        var (status, body, _) = await _api.PostAsync("/v1/classify", new { model = "animals", input = new[] { "a", "wrong" }, top = 1, partial = true });
        Assert.True(status == 200, body.ToString());
        Assert.Equal("animals@3", body.GetProperty("model").GetString());
        var first = body.GetProperty("data")[0];
        var best = Assert.Single(first.GetProperty("classes").EnumerateArray());
        Assert.Equal(("cat", "It purrs."), (best.GetProperty("class").GetString(), best.GetProperty("description").GetString()));
        Assert.Equal(("text", 0.25f), (first.GetProperty("modality").GetString(), first.GetProperty("margin").GetSingle()));
        Assert.Equal("input[1]", body.GetProperty("data")[1].GetProperty("error").GetProperty("param").GetString());
        (status, _, _) = await _api.PostAsync("/v1/classify", new { model = "animals", input = "wrong" });
        Assert.Equal(400, status);
        (status, _, _) = await _api.PostAsync("/v1/classify", new { model = "animals", input = "a", top = 0 });
        Assert.Equal(400, status);
    }

    [Theory]
    [InlineData(ItemErrorCodes.Corrupt, 400)]
    [InlineData(ItemErrorCodes.TooLarge, 413)]
    [InlineData(ItemErrorCodes.NotFinite, 424)]
    [InlineData(ItemErrorCodes.Encoder, 424)]
    public async Task Classify_ItemThatCannotBeEmbedded_HasTheStatusOfAnEmbedding(string code, int expected)
    {
        _api.Grid.Scripted.Classes["animals"] = (item, top) => item.Content.Length > 3
            ? throw new GridException("It fails.") { ItemCode = code }
            : new ClassifyReply { Space = "animals@3", Head = "identity", Modality = item.Modality, Margin = 0, Classes = [] };
        var (status, body, _) = await _api.PostAsync("/v1/classify", new { model = "animals", input = new[] { "a", "wrong" } });
        Assert.Equal((expected, code), (status, body.GetProperty("error").GetProperty("code").GetString()));
        Assert.Equal("input[1]", body.GetProperty("error").GetProperty("param").GetString());
        (status, body, _) = await _api.PostAsync("/v1/classify", new { model = "animals", input = new[] { "wrong", "a" }, partial = true });
        Assert.Equal(200, status);
        Assert.Equal(code, body.GetProperty("data")[0].GetProperty("error").GetProperty("code").GetString());
    }

    [Fact]
    public async Task Classify_MoreItemsThanThereIsRoomFor_WaitsForRoom()
    {
        var refused = new ConcurrentDictionary<string, bool>();
        _api.Grid.Scripted.Classes["animals"] = (item, top) =>
        {
            var text = System.Text.Encoding.UTF8.GetString(item.Content);
            if (text.Length > "text 0".Length && refused.TryAdd(text, true))
                throw new GridException("It is full.") { Kind = GridErrorKind.Overloaded, RetryAfter = TimeSpan.FromMilliseconds(10) };
            return new ClassifyReply { Space = "animals@3", Head = "identity", Modality = item.Modality, Margin = 0, Classes = [] };
        };
        var (status, body, _) = await _api.PostAsync("/v1/classify", new { model = "animals", input = Enumerable.Range(0, 64).Select(i => $"text {i}").ToArray() });
        Assert.True(status == 200, body.ToString());
        Assert.Equal(64, body.GetProperty("data").GetArrayLength());
        Assert.Equal(54, refused.Count);
    }

    private static IEnumerable<double> Numbers(JsonElement embeddings, string type) => embeddings.GetProperty(type)[0].EnumerateArray().Select(v => v.GetDouble());
}
