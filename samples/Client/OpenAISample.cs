using System.ClientModel;
using Microsoft.Extensions.AI;
using OpenAI;

namespace UniBind.Grid.Samples.Client;

/// <summary>OpenAI's own client against the grid.</summary>
internal static class OpenAISample
{
    public static async Task<ReadOnlyMemory<float>> RunAsync(Uri endpoint, string key)
    {
        // docs: openai
        var client = new OpenAIClient(new ApiKeyCredential(key), new OpenAIClientOptions { Endpoint = new Uri(endpoint, "v1") });
        var generator = client.GetEmbeddingClient("classic@0").AsIEmbeddingGenerator();
        ReadOnlyMemory<float> vector = await generator.GenerateVectorAsync("a photo of a dog");
        // docs: end
        return vector;
    }
}
