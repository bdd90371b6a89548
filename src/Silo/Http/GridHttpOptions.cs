namespace UniBind.Grid.Silo;

/// <summary>How a process answers HTTP.</summary>
public sealed class GridHttpOptions
{
    /// <summary>True to serve the API; a process without the role gateway has health and metrics alone.</summary>
    public bool Api { get; set; }

    /// <summary>What the endpoints of the API take.</summary>
    public ApiOptions Endpoints { get; init; } = new();
}
