using System.Text.Json.Serialization;

namespace UniBind.Grid.Silo;

/// <summary>Where the grid that owns a data directory can be reached, as it stands in the directory's <c>grid.json</c>.</summary>
/// <param name="Pid">The owner's process id.</param>
/// <param name="GatewayPort">The loopback port that clients connect to.</param>
/// <param name="HttpPort">The loopback port of the health endpoints, or null.</param>
/// <param name="ClusterId">The grid's id, a secret of its owner: a client that does not know it is turned away.</param>
/// <param name="StartedAt">When the grid came up.</param>
public sealed record GridAddress(
    [property: JsonPropertyName("pid")] int Pid,
    [property: JsonPropertyName("gatewayPort")] int GatewayPort,
    [property: JsonPropertyName("httpPort")] int? HttpPort,
    [property: JsonPropertyName("clusterId")] string ClusterId,
    [property: JsonPropertyName("startedAt")] DateTimeOffset StartedAt);
