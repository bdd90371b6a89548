using UniBind.Grid.Client;

namespace UniBind.Grid.Silo;

/// <summary><c>/v1/spaces</c>: the spaces of the grid and their versions.</summary>
/// <param name="client">The way into the grid.</param>
internal sealed class SpaceEndpoints(IGridClient client)
{
    /// <summary>Lists the spaces.</summary>
    public async Task ListAsync(HttpContext context)
    {
        var spaces = await Task.WhenAll((await client.Spaces.ListAsync()).Select(name => FindAsync(client, name)));
        await ApiJson.WriteAsync(context, new SpaceList([.. spaces.OfType<SpaceInfo>().Select(s => SpaceView.Of(s, full: false))]), ApiJson.Default.SpaceList);
    }

    /// <summary>Shows a space.</summary>
    public async Task GetAsync(HttpContext context)
    {
        var space = await client.Spaces.GetAsync((string)context.GetRouteValue("name")!);
        await ApiJson.WriteAsync(context, SpaceView.Of(space, full: true), ApiJson.Default.SpaceView);
    }

    /// <summary>A space of the list; null where it is gone meanwhile.</summary>
    public static async Task<SpaceInfo?> FindAsync(IGridClient client, string name)
    {
        try
        {
            return await client.Spaces.GetAsync(name);
        }
        catch (GridException e) when (e.Kind == GridErrorKind.NotFound)
        {
            return null;
        }
    }
}
