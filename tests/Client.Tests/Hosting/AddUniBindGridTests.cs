using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace UniBind.Grid.Client.Tests;

public sealed class AddUniBindGridTests
{
    [Fact]
    public void AddUniBindGrid_Section_IsBound()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["UniBindGrid:Endpoint"] = "http://localhost:8080",
            ["UniBindGrid:Model"] = "digits@stable",
            ["UniBindGrid:Timeout"] = "00:00:07",
            ["UniBindGrid:Dimensions"] = "64",
        }).Build();
        using var services = new ServiceCollection().AddUniBindGrid(configuration.GetSection(UniBindGridOptions.Section)).BuildServiceProvider();

        var options = services.GetRequiredService<IOptions<UniBindGridOptions>>().Value;

        Assert.Equal((new Uri("http://localhost:8080"), "digits@stable", TimeSpan.FromSeconds(7), 64), (options.Endpoint, options.Model, options.Timeout, options.Dimensions));
    }

    [Theory]
    [InlineData("Endpoint", null)]
    [InlineData("Endpoint", "ftp://somewhere")]
    [InlineData("Endpoint", "http://user:password@somewhere")]
    [InlineData("ApiKey", "")]
    [InlineData("ApiKey", "ub_\nX-Other: 1")]
    [InlineData("Model", "")]
    [InlineData("Dimensions", "0")]
    [InlineData("Timeout", "00:00:00")]
    [InlineData("MaxRetries", "21")]
    [InlineData("RetryDelay", "-00:00:01")]
    [InlineData("MaxItemsPerRequest", "2049")]
    [InlineData("MaxBytesPerRequest", "0")]
    [InlineData("MaxParallelRequests", "0")]
    [InlineData("ReconnectPatience", "2.00:00:00")]
    [InlineData("EventSilence", "00:00:00")]
    public async Task AddUniBindGrid_WrongOption_StopsTheStartWithItsName(string option, string? value)
    {
        var settings = new Dictionary<string, string?> { ["UniBindGrid:Endpoint"] = "http://localhost:8080", [$"UniBindGrid:{option}"] = value };
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection(settings);
        builder.Services.AddUniBindGrid(builder.Configuration.GetSection(UniBindGridOptions.Section));
        using var host = builder.Build();

        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(TestContext.Current.CancellationToken));

        Assert.StartsWith(option, Assert.Single(error.Failures), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AddUniBindGrid_Twice_RepeatsNoMoreThanOnce()
    {
        await using var stub = new GridStub(_ => StubReply.Error(500, "no", "No."));
        var services = new ServiceCollection();
        stub.AddTo(services);
        stub.AddTo(services, o => o.MaxRetries = 1);
        await using var provider = services.BuildServiceProvider();

        await Assert.ThrowsAsync<GridException>(() => provider.GetRequiredService<GridHttpClient>().ListModelsAsync(TestContext.Current.CancellationToken));

        Assert.Equal(2, stub.Calls.Count);
    }

    [Fact]
    public void AddUniBindGridCluster_BeforeTheStart_GivesClientAndGenerators()
    {
        var services = new ServiceCollection().AddUniBindGridCluster(o => (o.Cluster, o.Model) = ("localhost:6379", "digits@stable"));
        services.AddLogging();
        using var provider = services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true });

        var generator = provider.GetRequiredService<IEmbeddingGenerator<DataContent, Embedding<float>>>();

        Assert.Same(provider.GetRequiredService<IGridClient>(), generator.GetService<IGridClient>());
        Assert.Equal("digits@stable", generator.GetService<EmbeddingGeneratorMetadata>()!.DefaultModelId);
    }

    [Fact]
    public async Task AddUniBindGridCluster_NoRedis_StopsTheStartWithASentence()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddUniBindGridCluster(o => o.Cluster = "127.0.0.1:1");
        using var host = builder.Build();

        var error = await Assert.ThrowsAsync<GridException>(() => host.StartAsync(TestContext.Current.CancellationToken));

        Assert.Contains("127.0.0.1:1", error.Message, StringComparison.Ordinal);
    }
}
