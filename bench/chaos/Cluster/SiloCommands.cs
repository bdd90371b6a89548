namespace UniBind.Grid.Bench.Chaos;

/// <summary>The command lines of the silos of a run.</summary>
/// <param name="folder">The run's folder.</param>
/// <param name="cluster">The cluster's address.</param>
/// <param name="wrap">What a silo is started by: the network namespace of its name, for example.</param>
/// <param name="advertise">The address of a silo.</param>
/// <param name="environment">Variables of a silo.</param>
internal sealed class SiloCommands(
    string folder, string cluster, Func<string, IEnumerable<string>> wrap, Func<string, string> advertise, Func<string, IReadOnlyDictionary<string, string>> environment)
{

    /// <summary>The silos: coordinators, which clients connect to as well, and encoders.</summary>
    public IReadOnlyList<SiloCommand> Make(int coordinators, int encoders) =>
    [
        .. Enumerable.Range(0, coordinators).Select(i => One($"coordinator-{i}", false, "--role", "coordinator", "--role", "gateway")),
        .. Enumerable.Range(0, encoders).Select(i => One($"encoder-{i}", true, "--role", "encoder", "--decode-threads", "1", "--encode-threads", "1")),
    ];

    /// <summary>Shards of a second or less, so that a small corpus has many: faults shall meet all of their states.</summary>
    private static string[] ShardItems => [.. new[] { "text=100", "image=40", "audio=40", "pointcloud=40", "thermal=40", "video=10", "event=40" }.SelectMany(s => new[] { "--shard-items", s })];

    private SiloCommand One(string name, bool isEncoder, params string[] roles) => new(
        name,
        isEncoder,
        [
            .. wrap(name), "dotnet", Path.Combine(AppContext.BaseDirectory, "unibind.dll"), "serve", "--name", name,
            "--cluster", cluster, "--cluster-id", GridAccess.ClusterId, "--data", Path.Combine(folder, "home"), "--advertise", advertise(name),
            "--probe-timeout", "1", "--missed-probes", "3", "--table-refresh", "2", "--alive-period", "1", "--verbose", .. isEncoder ? ShardItems : [], .. roles,
        ],
        environment(name));
}
