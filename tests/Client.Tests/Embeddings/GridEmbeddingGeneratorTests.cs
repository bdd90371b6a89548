using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace UniBind.Grid.Client.Tests;

public sealed class GridEmbeddingGeneratorTests
{
    [Fact]
    public async Task GenerateAsync_LongList_IsSplitAndKeepsItsOrder()
    {
        await using var stub = new GridStub();
        await using var services = stub.Services(o => o.MaxItemsPerRequest = 10);
        var texts = Enumerable.Range(0, 95).Select(i => $"text {i}").ToArray();

        var embeddings = await Texts(services).GenerateAsync(texts, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(texts.Select(t => GridStub.VectorOf(t)), embeddings.Select(e => e.Vector.ToArray()));
        Assert.Equal(10, stub.Calls.Count);
        Assert.All(stub.Calls, call => Assert.Equal("Bearer ub_test", call.Authorization));
        Assert.All(stub.Calls, call => Assert.Equal("base64", (string?)call.Body!["encoding_format"]));
        Assert.Equal(95 * 3, embeddings.Usage!.InputTokenCount);
        Assert.All(embeddings, e => Assert.Equal("digits@7", e.ModelId));
    }

    [Fact]
    public async Task GenerateAsync_ManyBytes_AreSplitBySize()
    {
        await using var stub = new GridStub();
        await using var services = stub.Services(o => o.MaxBytesPerRequest = 1000);

        await Texts(services).GenerateAsync([new('a', 600), new('b', 600), new('c', 300), new('d', 5000)], cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal([1, 1, 2], stub.Calls.Select(c => c.Body!["input"]!.AsArray().Count).Order());
    }

    [Fact]
    public async Task GenerateAsync_Options_TravelWithTheRequest()
    {
        await using var stub = new GridStub();
        await using var services = stub.Services(o => o.Dimensions = 6);
        var generator = Texts(services);

        Assert.Equal(6, (await generator.GenerateVectorAsync("one", cancellationToken: TestContext.Current.CancellationToken)).Length);
        Assert.Equal(4, (await generator.GenerateVectorAsync("one", new() { Dimensions = 4, ModelId = "classic@0" }, TestContext.Current.CancellationToken)).Length);
        Assert.Equal(["digits@stable", "classic@0"], stub.Calls.Select(c => (string?)c.Body!["model"]));
    }

    [Fact]
    public async Task GenerateAsync_FailingItemInASplitList_IsNamedByItsPlaceInTheList()
    {
        await using var stub = new GridStub();
        await using var services = stub.Services(o => o.MaxItemsPerRequest = 2);

        var error = await Assert.ThrowsAsync<EmbeddingItemException>(() => Texts(services).GenerateAsync(["a", "b", "c", "bad", "bad"], cancellationToken: TestContext.Current.CancellationToken));

        Assert.Equal((3, "empty", "Item 3: it holds nothing."), (error.Index, error.Code, error.Message));
    }

    [Fact]
    public async Task EmbedAsync_FailingItem_LeavesTheOthersTheirs()
    {
        await using var stub = new GridStub();
        await using var services = stub.Services();
        var large = new MediaQuery { Name = "large.png", Content = new byte[EmbedRequest.MaxBytes + 1], Modality = Modality.Image };

        var result = await services.GetRequiredService<GridHttpClient>().EmbedAsync([large, MediaQuery.OfText("good"), MediaQuery.OfText("bad")], cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal([ItemErrorCodes.TooLarge, null, ItemErrorCodes.Empty], result.Items.Select(i => i.Error?.Code));
        Assert.Equal(GridStub.VectorOf("good"), result.Items[1].Vector.ToArray());
    }

    [Fact]
    public async Task GenerateAsync_Media_TravelAsPartsWithTheirModality()
    {
        await using var stub = new GridStub();
        await using var services = stub.Services();
        var thermal = new DataContent(new byte[] { 1, 2 }, "image/png") { AdditionalProperties = new() { ["modality"] = "thermal" } };

        await services.GetRequiredService<IEmbeddingGenerator<DataContent, Embedding<float>>>()
            .GenerateAsync([thermal, new DataContent(new byte[] { 3 }, "model/ply") { Name = "chair.ply" }], cancellationToken: TestContext.Current.CancellationToken);

        var input = stub.Calls.Single().Body!["input"]!.AsArray();
        Assert.Equal(("media", "thermal", "item.png", "AQI="), ((string?)input[0]!["type"], (string?)input[0]!["modality"], (string?)input[0]!["name"], (string?)input[0]!["data"]));
        Assert.Equal(("pointcloud", "chair.ply"), ((string?)input[1]!["modality"], (string?)input[1]!["name"]));
    }

    [Fact]
    public async Task GenerateAsync_NoModel_SaysWhereToNameOne()
    {
        await using var stub = new GridStub();
        await using var services = stub.Services(o => o.Model = null);

        var error = await Assert.ThrowsAsync<GridException>(() => Texts(services).GenerateAsync(["a"], cancellationToken: TestContext.Current.CancellationToken));

        Assert.Contains("ModelId", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GenerateAsync_TwoVersionsInOneList_IsRefused()
    {
        await using var stub = new GridStub(call =>
        {
            var reply = GridStub.Embeddings(call);
            reply.Body!["model"] = call.Number == 1 ? "digits@7" : "digits@8";
            return reply;
        });
        await using var services = stub.Services(o => (o.MaxItemsPerRequest, o.MaxParallelRequests) = (1, 1));

        var error = await Assert.ThrowsAsync<GridException>(() => Texts(services).GenerateAsync(["a", "b"], cancellationToken: TestContext.Current.CancellationToken));

        Assert.Equal(GridErrorKind.Conflict, error.Kind);
    }

    [Theory]
    [InlineData("""{"model":"m","data":[]}""")]
    [InlineData("""{"model":"m","data":[{"index":1,"embedding":"AAAAAA=="}]}""")]
    [InlineData("""{"model":"m","data":[{"index":0,"embedding":"AAA="}]}""")]
    [InlineData("""{"model":"m","data":[{"index":0,"embedding":"AAAAAA=="},{"index":0,"embedding":"AAAAAA=="}]}""")]
    [InlineData("<html>")]
    public async Task GenerateAsync_WrongAnswer_GivesNoVector(string answer)
    {
        await using var stub = new GridStub(_ => new StubReply(null) { Text = answer });
        await using var services = stub.Services();

        var error = await Assert.ThrowsAsync<GridException>(() => Texts(services).GenerateAsync(["a"], cancellationToken: TestContext.Current.CancellationToken));

        Assert.Equal(GridErrorKind.Unavailable, error.Kind);
    }

    [Fact]
    public async Task GetService_Known_GivesMetadataAndClient()
    {
        await using var stub = new GridStub();
        await using var services = stub.Services(o => o.Dimensions = 6);
        var generator = Texts(services);

        var metadata = generator.GetService<EmbeddingGeneratorMetadata>()!;
        Assert.Equal(("unibind", stub.Url, "digits@stable", 6), (metadata.ProviderName, metadata.ProviderUri, metadata.DefaultModelId, metadata.DefaultModelDimensions));
        Assert.Same(services.GetRequiredService<GridHttpClient>(), generator.GetService<GridHttpClient>());
        Assert.Same(generator, services.GetRequiredService<IEmbeddingGenerator<DataContent, Embedding<float>>>());
        Assert.Null(generator.GetService<HttpClient>());
    }

    private static IEmbeddingGenerator<string, Embedding<float>> Texts(IServiceProvider services) => services.GetRequiredService<IEmbeddingGenerator<string, Embedding<float>>>();
}
