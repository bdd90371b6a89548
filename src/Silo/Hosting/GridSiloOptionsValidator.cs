namespace UniBind.Grid.Silo;

/// <summary>Refuses silo options that cannot work, before the silo is built.</summary>
internal static class GridSiloOptionsValidator
{
    private const int MaxName = 64;

    /// <summary>Checks the options.</summary>
    /// <exception cref="OrleansConfigurationException">A value is out of range; the message names it.</exception>
    public static void Validate(GridSiloOptions options)
    {
        var unknown = options.Roles.FirstOrDefault(role => !Role.All.Contains(role));
        Require(unknown is null, nameof(options.Roles), $"made of {string.Join(", ", Role.All)}, not '{unknown}'");
        Require(options.Roles.Count > 0, nameof(options.Roles), "at least one of " + string.Join(", ", Role.All));
        Require(options.Device is "cpu" or "cuda", nameof(options.Device), $"cpu or cuda, not '{options.Device}'");
        Require(options.SiloPort is > 0 and < 65_536, nameof(options.SiloPort), "a port number");
        Require(options.GatewayPort is >= 0 and < 65_536, nameof(options.GatewayPort), "a port number or 0");
        Require(IsName(options.ClusterId), nameof(options.ClusterId), $"up to {MaxName} letters, digits, '-', '_' and '.'");
        if (options.Cluster is null)
            Require(options.PrimaryPort is > 0 and < 65_536, nameof(options.PrimaryPort), "a port number");
        else
            Validate(options.FailureDetection);
        Require(options.Cluster is null || options.DatabaseFile is null, nameof(options.DatabaseFile), "null in a cluster: several processes never share a database file");
    }

    private static void Validate(FailureDetectionOptions o)
    {
        Require(o.ProbeTimeout >= TimeSpan.FromMilliseconds(100) && o.ProbeTimeout <= TimeSpan.FromMinutes(1), nameof(o.ProbeTimeout), "from 100 ms to 1 minute");
        Require(o.MissedProbes is >= 1 and <= 20, nameof(o.MissedProbes), "from 1 to 20");
        Require(o.TableRefresh >= TimeSpan.FromMilliseconds(500) && o.TableRefresh <= TimeSpan.FromMinutes(10), nameof(o.TableRefresh), "from 500 ms to 10 minutes");
        Require(o.AlivePeriod >= TimeSpan.FromMilliseconds(500) && o.AlivePeriod <= TimeSpan.FromMinutes(5), nameof(o.AlivePeriod), "from 500 ms to 5 minutes");
    }

    private static bool IsName(string name) => name.Length is > 0 and <= MaxName && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.') && name[0] != '.';

    private static void Require(bool holds, string name, string range)
    {
        if (!holds)
            throw new OrleansConfigurationException($"{nameof(GridSiloOptions)}.{name} must be {range}.");
    }
}
