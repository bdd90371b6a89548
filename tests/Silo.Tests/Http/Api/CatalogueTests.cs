namespace UniBind.Grid.Silo.Tests;

public sealed class CatalogueTests(ApiFixture api)
{
    [Fact]
    public async Task Models_ClassicPack_IsListedWithItsModalities()
    {
        var (status, body) = await api.GetAsync("/v1/models");
        Assert.Equal((200, "list"), (status, body.GetProperty("object").GetString()));
        var model = body.GetProperty("data").EnumerateArray().Single(m => m.GetProperty("id").GetString() == "classic@0");
        Assert.Equal(Modalities.All.Select(m => m.Name()), model.GetProperty("modalities").EnumerateArray().Select(m => m.GetString()));
        Assert.Equal("model", model.GetProperty("object").GetString());
        Assert.False(model.GetProperty("aligned").GetBoolean());
        Assert.NotEmpty(model.GetProperty("licence").GetString()!);
        Assert.Equal("classic@0", (await api.GetAsync("/v1/models/classic@0")).Body.GetProperty("id").GetString());
        Assert.Equal(404, (await api.GetAsync("/v1/models/none")).Status);
    }

    [Fact]
    public async Task Spaces_WithKnowledge_IsListedAndShown()
    {
        await api.Grid.Spaces.ImportAsync("fruit", [new Description { Class = "apple", Text = "A round fruit.", State = DescriptionState.Approved }], TestContext.Current.CancellationToken);
        var (_, list) = await api.GetAsync("/v1/spaces");
        Assert.Contains(list.GetProperty("data").EnumerateArray(), s => s.GetProperty("name").GetString() == "fruit" && s.GetProperty("class_count").GetInt32() == 1);
        var (status, space) = await api.GetAsync("/v1/spaces/fruit");
        Assert.Equal((200, "apple"), (status, space.GetProperty("classes")[0].GetString()));
        Assert.Empty(space.GetProperty("versions").EnumerateArray());
        Assert.Equal(404, (await api.GetAsync("/v1/spaces/none")).Status);
    }

    [Fact]
    public async Task OpenApi_Document_HasEveryEndpointWithASummary()
    {
        var (status, body) = await api.GetAsync("/openapi/v1.json");
        Assert.Equal(200, status);
        string[] paths = ["/v1/embeddings", "/v1/classify", "/embed", "/v2/embed", "/v1/jobs", "/v1/jobs/{id}", "/v1/jobs/{id}/events", "/v1/jobs/{id}/pause", "/v1/jobs/{id}/resume", "/v1/jobs/{id}/cancel", "/v1/models", "/v1/models/{id}", "/v1/spaces", "/v1/spaces/{name}"];
        Assert.Superset(paths.ToHashSet(), body.GetProperty("paths").EnumerateObject().Select(p => p.Name).ToHashSet());
        foreach (var path in paths)
            Assert.All(body.GetProperty("paths").GetProperty(path).EnumerateObject(), operation => Assert.NotEmpty(operation.Value.GetProperty("summary").GetString()!));
        var schemas = body.GetProperty("components").GetProperty("schemas");
        Assert.Equal(3, schemas.GetProperty("InputShape").GetProperty("oneOf").GetArrayLength());
        Assert.NotEmpty(schemas.GetProperty("JobBody").GetProperty("properties").GetProperty("max_errors").GetProperty("description").GetString()!);
        Assert.Equal("bearer", body.GetProperty("components").GetProperty("securitySchemes").GetProperty("api_key").GetProperty("scheme").GetString());
    }

    [Fact]
    public async Task Scalar_Page_LoadsNothingFromElsewhere()
    {
        var page = await api.Http.GetStringAsync("/scalar", TestContext.Current.CancellationToken);
        Assert.Contains("scalar.js", page, StringComparison.Ordinal);
        Assert.DoesNotContain("src=\"http", page, StringComparison.Ordinal);
        Assert.DoesNotContain("cdn.", page, StringComparison.Ordinal);
        var script = await api.Http.GetByteArrayAsync("/scalar/scalar.js", TestContext.Current.CancellationToken);
        Assert.True(script.Length > 100_000);
    }
}
