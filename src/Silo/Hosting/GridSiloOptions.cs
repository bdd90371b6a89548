using System.Net;

namespace UniBind.Grid.Silo;

/// <summary>What one silo of the grid is, and where it stands.</summary>
public sealed class GridSiloOptions
{
    /// <summary>The silo's roles, of <see cref="Role.All"/>; at least one.</summary>
    public IList<string> Roles { get; } = [];

    /// <summary>The label <c>device</c>: <c>cpu</c> or <c>cuda</c>.</summary>
    public string Device { get; set; } = "cpu";

    /// <summary>The silo's name for people, in logs and reports.</summary>
    public string Name { get; set; } = Environment.MachineName;

    /// <summary>The port between silos.</summary>
    public int SiloPort { get; set; }

    /// <summary>The port for clients; 0 for none.</summary>
    public int GatewayPort { get; set; }

    /// <summary>The address that the silo listens on and tells the others; loopback unless the cluster spans machines. Without <see cref="Cluster"/> it is loopback.</summary>
    public IPAddress Advertise { get; set; } = IPAddress.Loopback;

    /// <summary>The silo port of the grid's first silo, on loopback; the silo itself when equal to <see cref="SiloPort"/>. Ignored with <see cref="Cluster"/>.</summary>
    public int PrimaryPort { get; set; }

    /// <summary>The grid's id, the same for all silos of a grid. With <see cref="Cluster"/> state is found under it, too: grids of different ids share a Redis server and nothing else.</summary>
    public string ClusterId { get; set; } = "unibind";

    /// <summary>The Redis server that keeps membership, grain state and reminders of a cluster of silo processes; null for the silos of one process.</summary>
    public ClusterAddress? Cluster { get; set; }

    /// <summary>How fast the death of a silo process is noticed; ignored without <see cref="Cluster"/>.</summary>
    public FailureDetectionOptions FailureDetection { get; set; } = new();

    /// <summary>The database file of grain state; null keeps state in memory, for silos that hold none and for tests. Not with <see cref="Cluster"/>: a file has one process.</summary>
    public string? DatabaseFile { get; set; }

    /// <summary>Whether the process serves HTTP: the silo gathers what Orleans' dashboard shows, and calls of grains carry their trace.</summary>
    public bool IsObserved { get; set; }

    /// <summary>True for a silo whose process has another one that tells the metrics and traces of both.</summary>
    public bool SharesProcess { get; set; }

    /// <summary>The roles of all silos of the process, for telemetry; those of this one where it is alone.</summary>
    public IReadOnlyCollection<string> ProcessRoles { get => field ?? [.. Roles]; set; }

    /// <summary>The folder of the grid's spaces, the same one for all silos; null for a grid without spaces.</summary>
    public string? SpacesFolder { get; set; }
}
