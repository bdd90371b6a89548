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

    /// <summary>The silo port of the grid's first silo, on loopback; the silo itself when equal to <see cref="SiloPort"/>.</summary>
    public int PrimaryPort { get; set; }

    /// <summary>The Orleans cluster id, the same for all silos of a grid.</summary>
    public string ClusterId { get; set; } = "unibind";

    /// <summary>The database file of grain state; null keeps state in memory, for silos that hold none and for tests.</summary>
    public string? DatabaseFile { get; set; }

    /// <summary>The folder of the grid's spaces, the same one for all silos; null for a grid without spaces.</summary>
    public string? SpacesFolder { get; set; }
}
