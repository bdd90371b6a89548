namespace UniBind.Grid.Silo;

/// <summary>Whether a silo drains: it still serves, and should get nothing new.</summary>
/// <remarks>Thread-safe. A singleton of the host.</remarks>
internal sealed class DrainState : IDisposable
{
    private readonly CancellationTokenSource _closing = new();
    private volatile bool _draining;

    /// <summary>True from <see cref="Begin"/> on.</summary>
    public bool IsDraining => _draining;

    /// <summary>Cancelled when the server takes no more requests: what streams without an end ends now, for the server waits for it.</summary>
    public CancellationToken Closing => _closing.Token;

    /// <summary>Says not ready from now on.</summary>
    public void Begin() => _draining = true;

    /// <summary>Ends the streams, see <see cref="Closing"/>.</summary>
    public void Close()
    {
        Begin();
        _closing.Cancel();
    }

    /// <inheritdoc/>
    public void Dispose() => _closing.Dispose();
}
