namespace UniBind.Grid.Bench.Chaos;

/// <summary>Everything of one run that faults act on: the silos, the output, and, where the schedule needs them, networks, clocks, a small disk, a storage server.</summary>
internal sealed class FaultSite : IAsyncDisposable
{
    private FaultSite(string folder) => Clocks = new ClockFiles(folder);

    public SiloCluster Cluster { get; private set; } = null!;

    public IOutputView Output { get; private set; } = null!;

    public ClockFiles Clocks { get; }

    public Networks? Networks { get; private set; }

    public SmallDisk? Disk { get; private set; }

    public StorageServer? Storage { get; private set; }

    /// <summary>Why a schedule cannot be run on this machine; null when it can.</summary>
    public static string? MissingFor(Schedule schedule) =>
        Has(schedule, FaultKind.ClockJump) && ClockFiles.Missing is { } noClock ? noClock
        : Has(schedule, FaultKind.StorageThrows) && schedule.Store == "local" ? "a local disk answers no requests (use --store azurite or s3rver)"
        : Has(schedule, FaultKind.StorageSlow) && schedule.Store == "local" ? "a local disk answers no requests (use --store azurite or s3rver)"
        : schedule.Store != "local" && StorageServer.Missing(schedule.Store) is { } noServer ? noServer
        : Has(schedule, FaultKind.FullDisk) && !SmallDisk.IsAllowed ? "no disk of its own can be mounted (needs root on Linux)"
        : Has(schedule, FaultKind.Partition) && !Networks.AreAllowed ? "no network namespaces can be made (needs root and iproute2)"
        : null;

    /// <summary>Starts all of it.</summary>
    public static async Task<FaultSite> OpenAsync(Schedule schedule, ChaosOptions options, string folder, CancellationToken ct)
    {
        var site = new FaultSite(folder);
        try
        {
            await site.StartAsync(schedule, options, folder, ct);
            return site;
        }
        catch
        {
            await site.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (Cluster is not null)
            await Cluster.DisposeAsync();
        if (Storage is not null)
            await Storage.DisposeAsync();
        Networks?.Dispose();
        Disk?.Dispose();
    }

    private async Task StartAsync(Schedule schedule, ChaosOptions options, string folder, CancellationToken ct)
    {
        const string loopback = "127.0.0.1";
        var output = Path.Combine(folder, "output");
        if (Has(schedule, FaultKind.FullDisk))
            Disk = SmallDisk.Mount(output);
        if (Has(schedule, FaultKind.Partition))
            Networks = Networks.Create();
        Storage = schedule.Store == "local" ? null : await StorageServer.StartAsync(schedule.Store, folder, schedule.Seed, ct);
        Output = Storage?.Output ?? new LocalOutput(output);
        Cluster = await SiloCluster.StartRedisAsync(folder, Networks?.Host ?? loopback, ct);
        var moving = Has(schedule, FaultKind.ClockJump);
        var commands = new SiloCommands(
            folder,
            Cluster.Address,
            silo => Networks?.Wrap(silo) ?? [],
            silo => Networks?.AddressOf(silo) ?? loopback,
            silo => (moving ? Clocks.EnvironmentOf(silo) : new Dictionary<string, string>()).Concat(Storage?.Environment ?? new Dictionary<string, string>()).ToDictionary());
        await Cluster.StartAsync(commands.Make(options.Coordinators, options.Encoders), ct);
    }

    private static bool Has(Schedule schedule, FaultKind fault) => schedule.Injections.Any(i => i.Fault == fault);
}
