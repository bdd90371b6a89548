using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using UniBind.Grid.Client;

namespace UniBind.Grid.Samples.Client;

/// <summary>A pipeline of Microsoft.Extensions.AI around the grid.</summary>
internal static class PipelineSample
{
    public static async Task<bool> RunAsync(IServiceCollection services)
    {
        // docs: pipeline
        services.AddDistributedMemoryCache();
        services.AddEmbeddingGenerator<string, Embedding<float>>(s => s.GetRequiredService<GridEmbeddingGenerator>())
            .UseOpenTelemetry()
            .UseDistributedCache();
        await using var provider = services.BuildServiceProvider();

        var generator = provider.GetRequiredService<IEmbeddingGenerator<string, Embedding<float>>>();
        var first = await generator.GenerateVectorAsync("asked for twice");
        var again = await generator.GenerateVectorAsync("asked for twice");     // from the cache
        // docs: end
        return first.Span.SequenceEqual(again.Span);
    }
}
