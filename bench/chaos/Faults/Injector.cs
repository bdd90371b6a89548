using System.Collections.Concurrent;

namespace UniBind.Grid.Bench.Chaos;

/// <summary>Makes faults happen, and ends those that end.</summary>
internal sealed class Injector(
    FaultSite site, GridAccess access, string jobId, JobSpec spec, Schedule schedule, ConcurrentQueue<TimeSpan> firstProgress, ConcurrentQueue<Injection> injected)
{
    private static readonly TimeSpan ProgressLimit = TimeSpan.FromSeconds(150);

    private readonly ConcurrentBag<Task> _measured = [];

    private SiloCluster Cluster => site.Cluster;

    /// <summary>Waits for the times that are still measured; the job's end is the last progress, so that is at most a moment after it.</summary>
    public Task MeasuredAsync() => Task.WhenAll(_measured);

    /// <summary>Waits for the injection's moment, injects it, and returns when it is over.</summary>
    public async Task RunAsync(Injection injection, OutputWatch watch, CancellationToken ct)
    {
        // Found before the moment, which may last milliseconds.
        var coordinator = injection.Fault is FaultKind.KillCoordinator or FaultKind.StopCoordinator or FaultKind.Partition
            ? FollowCoordinatorAsync(injection, ct)
            : null;
        if (!await watch.WaitAsync(injection, ct))
            return;
        injected.Enqueue(injection);
        Console.WriteLine($"    {injection.Describe()}");
        var encoder = Cluster.Encoders[injection.Target % Cluster.Encoders.Count];
        var owner = coordinator is null ? Cluster.Coordinators[0] : coordinator();
        await (injection.Fault switch
        {
            FaultKind.KillEncoder => KillAsync([encoder], injection, watch, ct),
            FaultKind.KillCoordinator => KillAsync([owner], injection, watch, ct),
            FaultKind.KillAll or FaultKind.Resume => KillAsync(Cluster.Silos, injection, watch, ct),
            FaultKind.StopEncoder => FreezeAsync(encoder, injection, ct),
            FaultKind.StopCoordinator => FreezeAsync(owner, injection, ct),
            FaultKind.DeliverTwice => new SecondDelivery(access, jobId, spec, site.Output.Url).RunAsync(injection.Target, ct),
            FaultKind.StorageThrows or FaultKind.StorageSlow => DisturbStorageAsync(injection, ct),
            FaultKind.FullDisk => FillDiskAsync(injection, ct),
            FaultKind.TornWrite => TearAsync(encoder, injection, watch, ct),
            FaultKind.ClockJump => JumpAsync([encoder, Cluster.Coordinators[injection.Target % Cluster.Coordinators.Count]], injection, ct),
            FaultKind.Partition => PartitionAsync([encoder, owner], injection, ct),
            _ => throw new ArgumentOutOfRangeException(nameof(injection)),
        });
    }

    private async Task KillAsync(IReadOnlyList<SiloCommand> silos, Injection injection, OutputWatch watch, CancellationToken ct)
    {
        foreach (var silo in silos)
            Cluster[silo].Kill();
        _measured.Add(MeasureAsync(watch, ct));
        if (injection.Seconds > 0)
        {
            await Task.Delay(TimeSpan.FromSeconds(injection.Seconds), ct);
            await Cluster.StartAsync(silos, ct);
        }
    }

    private async Task MeasureAsync(OutputWatch watch, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(ProgressLimit);
        try
        {
            firstProgress.Enqueue(await watch.NextProgressAsync(limit.Token));
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            // Counted at its limit, and not left out.
            firstProgress.Enqueue(ProgressLimit);
        }
    }

    private async Task FreezeAsync(SiloCommand silo, Injection injection, CancellationToken ct)
    {
        Cluster[silo].Stop();
        await Task.Delay(TimeSpan.FromSeconds(injection.Seconds), ct);
        Cluster[silo].Continue();
    }

    private async Task FillDiskAsync(Injection injection, CancellationToken ct)
    {
        site.Disk!.Fill();
        await Task.Delay(TimeSpan.FromSeconds(injection.Seconds), ct);
        site.Disk.Free();
    }

    private async Task TearAsync(SiloCommand encoder, Injection injection, OutputWatch watch, CancellationToken ct)
    {
        var killed = KillAsync([encoder], injection, watch, ct);
        TornWrites.Leave(site.Output.Url, schedule.Seed);
        await killed;
    }

    private async Task JumpAsync(IReadOnlyList<SiloCommand> silos, Injection injection, CancellationToken ct)
    {
        foreach (var hours in new[] { injection.Amount, -injection.Amount / 2, 0 })
        {
            foreach (var silo in silos)
                site.Clocks.Set(silo.Name, hours);
            if (hours != 0)
                await Task.Delay(TimeSpan.FromSeconds(injection.Seconds / 2), ct);
        }
    }

    private async Task PartitionAsync(IReadOnlyList<SiloCommand> silos, Injection injection, CancellationToken ct)
    {
        foreach (var silo in silos)
            site.Networks!.Set(silo.Name, connected: false);
        await Task.Delay(TimeSpan.FromSeconds(injection.Seconds), ct);
        foreach (var silo in silos)
            site.Networks!.Set(silo.Name, connected: true);
    }

    private async Task DisturbStorageAsync(Injection injection, CancellationToken ct)
    {
        var proxy = site.Storage!.Proxy;
        proxy.Disturb(injection.Amount, slow: injection.Fault == FaultKind.StorageSlow);
        await Task.Delay(TimeSpan.FromSeconds(injection.Seconds), ct);
        proxy.Calm();
    }

    /// <summary>Keeps asking which silo coordinates the job; the answer so far, or a silo of the schedule's choice.</summary>
    private Func<SiloCommand> FollowCoordinatorAsync(Injection injection, CancellationToken ct)
    {
        var found = Cluster.Coordinators[injection.Target % Cluster.Coordinators.Count];
        _ = Task.Run(
            async () =>
            {
                while (!injected.Contains(injection))
                {
                    if (await access.CoordinatorOfAsync(jobId, ct) is { } address && Owner(address) is { } silo)
                        found = silo;
                    await Task.Delay(200, ct);
                }
            },
            ct);
        return () => found;
    }

    private SiloCommand? Owner(Orleans.Runtime.SiloAddress address) =>
        Cluster.Coordinators.FirstOrDefault(silo => Cluster.PortOf(silo) == address.Endpoint.Port && (site.Networks is null || site.Networks.AddressOf(silo.Name) == address.Endpoint.Address.ToString()));
}
