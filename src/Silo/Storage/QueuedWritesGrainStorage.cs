using Orleans.Storage;

namespace UniBind.Grid.Silo;

/// <summary>
/// Lets the silo write one grain state at a time. SQLite has one writer; those that find its lock taken sleep and retry, and some
/// starve for seconds. A queue in front of it is fair and faster.
/// </summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class QueuedWritesGrainStorage(IGrainStorage storage) : IGrainStorage, IDisposable
{
    private readonly SemaphoreSlim _turn = new(1);

    /// <inheritdoc/>
    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        storage.ReadStateAsync(stateName, grainId, grainState);

    /// <inheritdoc/>
    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        InTurnAsync(() => storage.WriteStateAsync(stateName, grainId, grainState));

    /// <inheritdoc/>
    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        InTurnAsync(() => storage.ClearStateAsync(stateName, grainId, grainState));

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    private async Task InTurnAsync(Func<Task> write)
    {
        await _turn.WaitAsync();
        try
        {
            await write();
        }
        finally
        {
            _turn.Release();
        }
    }
}
