using Microsoft.Extensions.DependencyInjection;
using UniBind.Grid.Client;

namespace UniBind.Grid.Samples.Client;

/// <summary>The typed client.</summary>
internal static class PartialSample
{
    public static async Task<int> RunAsync(IServiceProvider provider)
    {
        // docs: typed
        var grid = provider.GetRequiredService<GridHttpClient>();
        var items = new List<MediaQuery> { MediaQuery.OfText("one"), MediaQuery.OfText("") };
        var result = await grid.EmbedAsync(items);
        foreach (var (item, i) in result.Items.Select((item, i) => (item, i)))
            Console.WriteLine(item.Error is null ? $"{i}: {item.Vector.Length} dimensions in {result.Model}" : $"{i}: {item.Error.Code}");

        try
        {
            await grid.EmbedAsync(items, model: "nothing@1");
        }
        catch (GridException e) when (e.Kind == GridErrorKind.NotFound)
        {
            var models = await grid.ListModelsAsync();
            Console.WriteLine($"{e.Message} There are {string.Join(", ", models.Select(m => m.Id))}.");
        }
        // docs: end
        return result.Items.Count(i => i.Error is null);
    }
}
