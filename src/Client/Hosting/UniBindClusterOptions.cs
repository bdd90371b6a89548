namespace UniBind.Grid.Client;

/// <summary>How a program reaches a grid as a client of its Orleans cluster; for programs inside the cluster's network.</summary>
public sealed class UniBindClusterOptions
{
    /// <summary>The Redis server that knows the cluster's gateways, as <c>--cluster</c> takes it: <c>redis:6379</c>, or a whole connection string.</summary>
    public string Cluster { get; set; } = "";

    /// <summary>The cluster's id.</summary>
    public string ClusterId { get; set; } = "unibind";

    /// <summary>What calls that name no model embed with; null to name one with each call.</summary>
    public string? Model { get; set; }

    /// <summary>The dimensions of calls that do not say; null for all.</summary>
    public int? Dimensions { get; set; }

    /// <summary>How long the client looks for a gateway when the host starts.</summary>
    public TimeSpan ConnectPatience { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How long calls that may be delivered twice are tried again when their gateway or silo was lost.</summary>
    public TimeSpan ReconnectPatience { get; set; } = TimeSpan.FromSeconds(60);
}
