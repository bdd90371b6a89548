namespace UniBind.Grid.Client;

/// <summary>How a client reaches a cluster of silo processes.</summary>
/// <param name="Cluster">The Redis server that knows the cluster's gateways.</param>
/// <param name="ClusterId">The cluster's id.</param>
public sealed record ClusterClientOptions(ClusterAddress Cluster, string ClusterId)
{
    /// <summary>How long the client looks for a gateway before it gives up.</summary>
    public TimeSpan ConnectPatience { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a call about jobs is tried again when its gateway or silo was lost, counted from the last answer.</summary>
    public TimeSpan ReconnectPatience { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How often the list of gateways is read again.</summary>
    public TimeSpan GatewayRefresh { get; init; } = TimeSpan.FromSeconds(5);
}
