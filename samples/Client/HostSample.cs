using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using UniBind.Grid.Client;

namespace UniBind.Grid.Samples.Client;

/// <summary>A host with a configuration section.</summary>
internal static class HostSample
{
    public static async Task<ReadOnlyMemory<float>> RunAsync(string[] args, Dictionary<string, string?> settings)
    {
        var builder = Host.CreateApplicationBuilder(args);
        builder.Configuration.AddInMemoryCollection(settings);
        // docs: host
        builder.Services.AddUniBindGrid(builder.Configuration.GetSection(UniBindGridOptions.Section));
        using var host = builder.Build();
        await host.StartAsync();

        var generator = host.Services.GetRequiredService<IEmbeddingGenerator<string, Embedding<float>>>();
        ReadOnlyMemory<float> vector = await generator.GenerateVectorAsync("a photo of a dog", new() { Dimensions = 64 });
        // docs: end
        await host.StopAsync();
        return vector;
    }
}
