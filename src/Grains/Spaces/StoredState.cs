using Orleans.Storage;

namespace UniBind.Grid.Grains;

/// <summary>Writes of grain state that leave memory and storage alike, whether they succeed or not.</summary>
internal static class StoredState
{
    /// <summary>Stores a new state. When that fails, the grain goes on with what is stored.</summary>
    /// <param name="state">The grain's state.</param>
    /// <param name="next">The new one; the old one is not changed.</param>
    /// <param name="conflict">What the user is told when another activation of the grain wrote in between.</param>
    /// <exception cref="GridException">Another activation wrote in between.</exception>
    public static async Task ReplaceAsync<T>(this IPersistentState<T> state, T next, string conflict)
    {
        var before = state.State;
        state.State = next;
        try
        {
            await state.WriteStateAsync();
        }
        catch (InconsistentStateException)
        {
            state.State = before;
            await state.ReadStateAsync();
            throw new GridException(conflict) { Kind = GridErrorKind.Conflict };
        }
        catch
        {
            // Whether the write got through is not known: what is stored now tells.
            state.State = before;
            await state.ReadStateAsync();
            throw;
        }
    }
}
