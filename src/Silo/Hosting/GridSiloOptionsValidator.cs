namespace UniBind.Grid.Silo;

/// <summary>Refuses silo options that cannot work, before the silo is built.</summary>
internal static class GridSiloOptionsValidator
{
    /// <summary>Checks the options.</summary>
    /// <exception cref="OrleansConfigurationException">A value is out of range; the message names it.</exception>
    public static void Validate(GridSiloOptions options)
    {
        var unknown = options.Roles.FirstOrDefault(role => !Role.All.Contains(role));
        Require(unknown is null, nameof(options.Roles), $"made of {string.Join(", ", Role.All)}, not '{unknown}'");
        Require(options.Roles.Count > 0, nameof(options.Roles), "at least one of " + string.Join(", ", Role.All));
        Require(options.Device is "cpu" or "cuda", nameof(options.Device), $"cpu or cuda, not '{options.Device}'");
        Require(options.SiloPort is > 0 and < 65_536, nameof(options.SiloPort), "a port number");
        Require(options.PrimaryPort is > 0 and < 65_536, nameof(options.PrimaryPort), "a port number");
        Require(options.GatewayPort is >= 0 and < 65_536, nameof(options.GatewayPort), "a port number or 0");
    }

    private static void Require(bool holds, string name, string range)
    {
        if (!holds)
            throw new OrleansConfigurationException($"{nameof(GridSiloOptions)}.{name} must be {range}.");
    }
}
