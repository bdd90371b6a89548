using Microsoft.Extensions.DependencyInjection;
using Orleans.Storage;
using UniBind.Grid.Grains;

namespace UniBind.Grid.Cluster.Tests;

/// <summary>Writes a grain's state behind its back, as a second activation does while the membership changes.</summary>
internal static class OtherActivation
{
    public static async Task TouchAsync<T>(GridCluster grid, string name, GrainId grain, Func<T, T> change)
        where T : class, new()
    {
        var storage = grid.Services(grid.Silos[0]).GetRequiredKeyedService<IGrainStorage>(GrainStorage.Name);
        var state = new GrainState<T>(new T());
        await storage.ReadStateAsync(name, grain, state);
        state.State = change(state.State!);
        await storage.WriteStateAsync(name, grain, state);
    }
}
