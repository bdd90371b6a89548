using System.CommandLine;
using System.Globalization;
using System.Net;
using UniBind.Grid.Silo;

namespace UniBind.Grid.Cli;

/// <summary>The options of <c>unibind serve</c> that make it one silo of a cluster.</summary>
internal sealed class SiloOptionSet
{
    private static readonly FailureDetectionOptions Defaults = new();
    private const int MaxDrain = 600;
    private const int MaxRedisPatience = 86_400;
    private static readonly TimeSpan DrainOfGateway = ClusterSiloOptions.DefaultDrain;

    private readonly Option<string[]> _roles = new("--role")
    {
        Description = $"What the silo does: {string.Join(", ", Role.All)}; may be repeated. All of them by default. With --cluster.",
        HelpName = "ROLE",
    };

    private readonly Option<string?> _name = new("--name") { Description = "The silo's name in reports and logs; its first role and process id by default.", HelpName = "NAME" };
    private readonly Option<int> _siloPort = new Option<int>("--silo-port") { Description = "The port between silos; 0 for any free one.", HelpName = "PORT" }.Within(0, ushort.MaxValue);
    private readonly Option<int> _gatewayPort = new Option<int>("--gateway-port") { Description = "The port for clients, of a silo with the role gateway; 0 for any free one.", HelpName = "PORT" }.Within(0, ushort.MaxValue);

    private readonly Option<string> _advertise = new("--advertise")
    {
        Description = "The address of this machine, or a host name that stands for it, that the silo listens on and tells the others. Nothing listens beyond loopback without it.",
        HelpName = "IP",
        DefaultValueFactory = _ => IPAddress.Loopback.ToString(),
    };

    private readonly Option<double?> _drain = new("--drain")
    {
        Description = $"How long a silo that is asked to stop still serves HTTP, not ready any more, so that load balancers notice; {DrainOfGateway.TotalSeconds} with the role gateway and 0 without by default.",
        HelpName = "SECONDS",
    };

    private readonly Option<double?> _redisPatience = new("--redis-patience")
    {
        Description = "How long the silo waits at its start for a Redis server that does not answer, alive and not ready; as long as it takes by default, 0 for not at all.",
        HelpName = "SECONDS",
    };

    private readonly Option<double> _probe = Seconds("--probe-timeout", "How long a silo may take to answer a probe.", Defaults.ProbeTimeout);
    private readonly Option<int> _missed = new Option<int>("--missed-probes") { Description = "Probes in a row that a silo may miss before the others call it dead.", HelpName = "N", DefaultValueFactory = _ => Defaults.MissedProbes }.Within(1, 20);
    private readonly Option<double> _refresh = Seconds("--table-refresh", "How often the table of silos is read.", Defaults.TableRefresh);
    private readonly Option<double> _alive = Seconds("--alive-period", "How often the silo writes into the table that it is alive.", Defaults.AlivePeriod);

    private SiloOptionSet(Command command)
    {
        _drain.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<double?>() is not (null or (>= 0 and <= MaxDrain)))
                result.AddError($"--drain takes seconds, from 0 to {MaxDrain}.");
        });
        _redisPatience.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<double?>() is not (null or (>= 0 and <= MaxRedisPatience)))
                result.AddError($"--redis-patience takes seconds, from 0 to {MaxRedisPatience}.");
        });
        _roles.Validators.Add(result =>
        {
            var unknown = result.Tokens.Select(t => t.Value).FirstOrDefault(role => !Role.All.Contains(role));
            if (unknown is not null)
                result.AddError($"'{unknown}' is no role; a silo has any of {string.Join(", ", Role.All)}.");
        });
        _advertise.Validators.Add(result =>
        {
            var text = result.Tokens.Count > 0 ? result.Tokens[0].Value : "";
            var fits = IPAddress.TryParse(text, out var address)
                ? !address.Equals(IPAddress.Any) && !address.Equals(IPAddress.IPv6Any)
                : Uri.CheckHostName(text) == UriHostNameType.Dns;
            if (text.Length > 0 && !fits)
                result.AddError($"--advertise takes an address that the other silos reach, such as 10.0.0.7, or a host name, and not '{text}'.");
        });
        Option[] all = [_roles, _name, _siloPort, _gatewayPort, _advertise, _drain, _redisPatience, _probe, _missed, _refresh, _alive];
        foreach (var option in all)
            command.Add(option.FromEnvironment());
        command.Validators.Add(result =>
        {
            // An option that is not given has its default as a result of its own.
            if (all.FirstOrDefault(o => result.GetResult(o) is { Implicit: false }) is { } given && !ClusterOptions.IsNamed(result))
                result.AddError($"{given.Name} is for the silos of a cluster; name it with --cluster or {ClusterAddress.Variable}.");
        });
    }

    /// <summary>Adds the options to the command.</summary>
    public static SiloOptionSet AddTo(Command command) => new(command);

    /// <summary>Reads what the silo is.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="settings">What it says of grids.</param>
    public GridSiloOptions Read(ParseResult parsed, GridSettings settings)
    {
        var cluster = settings.Cluster!;
        string[] roles = parsed.GetValue(_roles) is { Length: > 0 } given ? [.. given.Distinct()] : [.. Role.All];
        var silo = new GridSiloOptions
        {
            Name = parsed.GetValue(_name) ?? string.Create(CultureInfo.InvariantCulture, $"{roles[0]}-{Environment.ProcessId}"),
            Device = settings.Provider == "cpu" ? "cpu" : "cuda",
            SiloPort = parsed.GetValue(_siloPort),
            GatewayPort = parsed.GetValue(_gatewayPort),
            Advertise = HostAddress.Resolve(parsed.GetRequiredValue(_advertise)),
            ClusterId = cluster.ClusterId,
            Cluster = cluster.Cluster,
            SpacesFolder = settings.Spaces,
            FailureDetection = new FailureDetectionOptions
            {
                ProbeTimeout = TimeSpan.FromSeconds(parsed.GetValue(_probe)),
                MissedProbes = parsed.GetValue(_missed),
                TableRefresh = TimeSpan.FromSeconds(parsed.GetValue(_refresh)),
                AlivePeriod = TimeSpan.FromSeconds(parsed.GetValue(_alive)),
            },
        };
        foreach (var role in roles)
            silo.Roles.Add(role);
        return silo;
    }

    /// <summary>How long the silo drains; null for the default of its roles.</summary>
    public TimeSpan? ReadDrain(ParseResult parsed) => parsed.GetValue(_drain) is { } seconds ? TimeSpan.FromSeconds(seconds) : null;

    /// <summary>How long the silo waits for Redis at its start; null for as long as it takes.</summary>
    public TimeSpan? ReadRedisPatience(ParseResult parsed) => parsed.GetValue(_redisPatience) is { } seconds ? TimeSpan.FromSeconds(seconds) : null;

    private static Option<double> Seconds(string name, string description, TimeSpan value)
    {
        var option = new Option<double>(name) { Description = description, HelpName = "SECONDS", DefaultValueFactory = _ => value.TotalSeconds };
        option.CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds is > 0 and <= 600)
                return seconds;
            result.AddError($"{name} takes seconds, from above 0 to 600, and not '{text}'.");
            return default;
        };
        return option;
    }
}
