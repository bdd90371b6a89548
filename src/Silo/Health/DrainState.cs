namespace UniBind.Grid.Silo;

/// <summary>Whether a silo drains: it still serves, and should get nothing new.</summary>
/// <remarks>Thread-safe. A singleton of the host.</remarks>
internal sealed class DrainState
{
    private volatile bool _draining;

    /// <summary>True from <see cref="Begin"/> on.</summary>
    public bool IsDraining => _draining;

    /// <summary>Says not ready from now on.</summary>
    public void Begin() => _draining = true;
}
