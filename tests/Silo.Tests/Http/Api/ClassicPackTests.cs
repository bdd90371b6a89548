using System.Text.Json;

namespace UniBind.Grid.Silo.Tests;

public sealed class ClassicPackTests(ApiFixture api)
{
    [Fact]
    public async Task Embeddings_ItemsOfAllKinds_AreUnitVectorsAndDoNotDependOnEachOther()
    {
        object[] input =
        [
            "a text",
            new { type = "image_url", image_url = new { url = TestMedia.DataUri("image/png", TestMedia.Png) } },
            new { type = "input_audio", input_audio = new { data = Convert.ToBase64String(TestMedia.Wav), format = "wav" } },
            new { type = "media", data = Convert.ToBase64String(TestMedia.Ply), name = "scan.ply" },
        ];
        var (status, body, _) = await api.PostAsync("/v1/embeddings", new { model = "classic@0", input });
        Assert.True(status == 200, body.ToString());
        Assert.Equal("classic@0", body.GetProperty("model").GetString());
        for (var i = 0; i < input.Length; i++)
        {
            var together = Floats(body.GetProperty("data")[i]);
            Assert.Equal(1, Math.Sqrt(together.Sum(v => (double)v * v)), 1e-5);
            var (_, alone, _) = await api.PostAsync("/v1/embeddings", new { model = "classic", input = new[] { input[i] } });
            Assert.All(together.Zip(Floats(alone.GetProperty("data")[0])), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
        }
    }

    [Fact]
    public async Task Embeddings_UnknownModel_Is404WithOpenAisCode()
    {
        foreach (var model in (string[])["text-embedding-3-small", "none@3", "none@0"])
        {
            var (status, body, _) = await api.PostAsync("/v1/embeddings", new { model, input = "a" });
            Assert.True(status == 404, $"{model}: {status} {body}");
            Assert.Equal(("model_not_found", "model"), (body.GetProperty("error").GetProperty("code").GetString(), body.GetProperty("error").GetProperty("param").GetString()));
        }
    }

    [Fact]
    public async Task Embeddings_BrokenPicture_IsRefusedByItsPlace()
    {
        var (status, body, _) = await api.PostAsync("/v1/embeddings", new { model = "classic@0", modality = "image", input = new[] { TestMedia.DataUri("image/png", TestMedia.Png), TestMedia.DataUri("image/png", TestMedia.Png[..40]) } });
        Assert.True(status == 400, body.ToString());
        Assert.Equal("input[1]", body.GetProperty("error").GetProperty("param").GetString());
    }

    private static float[] Floats(JsonElement item) => [.. item.GetProperty("embedding").EnumerateArray().Select(v => v.GetSingle())];
}
