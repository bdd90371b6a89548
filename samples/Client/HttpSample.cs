using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using UniBind.Grid.Client;

namespace UniBind.Grid.Samples.Client;

/// <summary>Texts over HTTP.</summary>
internal static class HttpSample
{
    public static async Task<float[]> RunAsync(Uri endpoint, string? key)
    {
        // docs: http
        var services = new ServiceCollection();
        services.AddUniBindGrid(o =>
        {
            o.Endpoint = endpoint;                  // new Uri("http://localhost:8080")
            o.ApiKey = key;                         // "ub_..."; null where the grid asks for none
            o.Model = "classic@0";                  // or a space: "digits@stable", "digits@7"
        });
        await using var provider = services.BuildServiceProvider();

        var generator = provider.GetRequiredService<IEmbeddingGenerator<string, Embedding<float>>>();
        var embeddings = await generator.GenerateAsync(["a photo of a dog", "the sound of rain"]);
        float[] vector = embeddings[0].Vector.ToArray();
        // docs: end
        return vector;
    }
}
