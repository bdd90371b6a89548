using System.CommandLine;
using System.CommandLine.Parsing;
using UniBind.Grid.Client;
using UniBind.Grid.Silo;

namespace UniBind.Grid.Cli;

/// <summary>The options that name a cluster of silo processes, instead of the grid of a data directory.</summary>
internal sealed class ClusterOptions
{
    private const string Name = "--cluster";

    private readonly Option<string?> _cluster = new(Name)
    {
        Description = "A cluster of silo processes, by its Redis server; a connection with a password only from the environment.",
        HelpName = "redis://HOST:PORT",
    };

    private readonly Option<string> _id = new("--cluster-id")
    {
        Description = "The cluster's name: clusters of different names share a Redis server and nothing else.",
        HelpName = "NAME",
        DefaultValueFactory = _ => new GridSiloOptions().ClusterId,
    };

    private readonly Option<string?> _spaces = new("--spaces")
    {
        Description = "The cluster's folder of spaces, which every silo sees; in the data directory by default.",
        HelpName = "FOLDER",
    };

    private ClusterOptions(Command command)
    {
        _cluster.Validators.Add(result =>
        {
            try
            {
                if (result.Tokens.Count > 0 && ClusterAddress.Parse(result.Tokens[0].Value).HasSecret && OptionVariables.Of(_cluster) is not { IsTaken: true })
                    result.AddError($"--cluster must not carry a password, which every user of this machine could read; put the connection into {ClusterAddress.Variable}.");
            }
            catch (GridException e)
            {
                result.AddError(e.Message);
            }
        });
        foreach (var option in new Option[] { _cluster, _id, _spaces })
            command.Add(option.FromEnvironment());
        command.Validators.Add(result =>
        {
            if (result.GetResult(_spaces) is { Implicit: false } && !IsNamed(result))
                result.AddError($"--spaces is for a cluster, which --cluster or {ClusterAddress.Variable} names; the grid of a data directory keeps its spaces there.");
        });
    }

    /// <summary>Adds the options to a command.</summary>
    public static ClusterOptions AddTo(Command command) => new(command);

    /// <summary>Whether a cluster is named, on the command line or in the environment.</summary>
    public static bool IsNamed(CommandResult result) => result.Children.OfType<OptionResult>().Any(o => o.Option.Name == Name);

    /// <summary>Reads them: the cluster and its folder of spaces, both null for the grid of a data directory.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="data">The data directory.</param>
    public (ClusterClientOptions? Cluster, string? Spaces) Read(ParseResult parsed, string data)
    {
        if (parsed.GetValue(_cluster) is not { } named)
            return (null, null);
        var cluster = new ClusterClientOptions(ClusterAddress.Parse(named), parsed.GetRequiredValue(_id));
        // Not the folder of the data directory's own grid: two grids must never write one folder of spaces.
        var spaces = parsed.GetValue(_spaces) ?? Path.Combine(data, "clusters", cluster.ClusterId, "spaces");
        return (cluster, Path.GetFullPath(spaces));
    }
}
