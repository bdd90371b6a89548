using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace UniBind.Grid.Encoding;

/// <summary>The hosts of this process whose state is read when a metrics reader asks.</summary>
/// <remarks>Thread-safe.</remarks>
internal static class DeviceWatch
{
    private static readonly ConcurrentDictionary<EncoderHost, BusyShare> Hosts = new();

    /// <summary>Begins to tell a host's state.</summary>
    public static void Add(EncoderHost host)
    {
        // A type is initialised when it is first used; the gauges have to be there before the first Run.
        System.Runtime.CompilerServices.RuntimeHelpers.RunClassConstructor(typeof(DeviceMetrics).TypeHandle);
        Hosts[host] = new BusyShare();
    }

    /// <summary>Ends it.</summary>
    public static void Remove(EncoderHost host) => Hosts.TryRemove(host, out _);

    /// <summary>The Runs that wait for each device.</summary>
    public static IEnumerable<Measurement<long>> DeviceQueues() => Of(host => host.QueueLength);

    /// <summary>The lost threads of each device.</summary>
    public static IEnumerable<Measurement<long>> StuckRuns() => Of(host => host.StuckRuns);

    /// <summary>How busy each device is, 0 to 1.</summary>
    public static IEnumerable<Measurement<double>> BusyShares() =>
        from entry in Hosts
        select new Measurement<double>(entry.Value.Of(entry.Key.BusyTicks, entry.Key.Lanes), Tag(TelemetryTags.Pack, entry.Key.Pack.Name), Tag(TelemetryTags.Device, entry.Key.Device));

    private static IEnumerable<Measurement<long>> Of(Func<EncoderHost, long> value) =>
        from host in Hosts.Keys
        select new Measurement<long>(value(host), Tag(TelemetryTags.Pack, host.Pack.Name), Tag(TelemetryTags.Device, host.Device));

    private static KeyValuePair<string, object?> Tag(string name, string value) => new(name, value);
}
