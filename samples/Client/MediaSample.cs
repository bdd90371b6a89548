using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using UniBind.Grid.Client;

namespace UniBind.Grid.Samples.Client;

/// <summary>Pictures, and what cannot be embedded.</summary>
internal static class MediaSample
{
    public static async Task<(int Embedded, int Failed)> RunAsync(IServiceProvider provider, string photo, string heat)
    {
        var failed = -1;
        var embedded = 0;
        // docs: media
        var generator = provider.GetRequiredService<IEmbeddingGenerator<DataContent, Embedding<float>>>();
        var picture = new DataContent(await File.ReadAllBytesAsync(photo), "image/png");
        var thermal = new DataContent(await File.ReadAllBytesAsync(heat), "image/png")
        {
            AdditionalProperties = new() { ["modality"] = "thermal" },
        };
        try
        {
            var embeddings = await generator.GenerateAsync([picture, thermal]);
            embedded = embeddings.Count;
        }
        catch (EmbeddingItemException e)
        {
            Console.WriteLine($"{e.Index}: {e.Code}: {e.Message}");     // "1: corrupt: Item 1: ..."
            failed = e.Index;
        }
        // docs: end
        return (embedded, failed);
    }
}
