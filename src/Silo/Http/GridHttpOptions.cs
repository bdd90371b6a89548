namespace UniBind.Grid.Silo;

/// <summary>How a process answers HTTP.</summary>
public sealed class GridHttpOptions
{
    /// <summary>True to serve the API; a process without the role gateway has health and metrics alone.</summary>
    public bool Api { get; set; }

    /// <summary>Who may ask, where it listens, and how much it takes.</summary>
    public AccessOptions Access { get; init; } = new();

    /// <summary>From where media may be fetched by URL.</summary>
    public FetchingOptions Fetching { get; init; } = new();

    /// <summary>What the endpoints of the API take.</summary>
    public ApiOptions Endpoints { get; init; } = new();
}
