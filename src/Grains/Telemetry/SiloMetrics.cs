using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using UniBind.Grid.Corpora;

namespace UniBind.Grid.Grains;

/// <summary>The state of this process's silos that is read when a metrics reader asks: whether its encoders can work, and how much room its folders have.</summary>
/// <remarks>Thread-safe.</remarks>
public static class SiloMetrics
{
    private static readonly ConcurrentDictionary<EncoderReadiness, string> Encoders = new();
    private static readonly ConcurrentDictionary<OnlineGate, bool> Gates = new();
    private static readonly ConcurrentDictionary<string, string> Folders = new(StringComparer.Ordinal);

    static SiloMetrics()
    {
        GridTelemetry.Meter.CreateObservableGauge("unibind.encoder.ready", ReadReady, "{silo}", "1 while the encoders of this process can take work, else 0.");
        GridTelemetry.Meter.CreateObservableGauge(
            "unibind.online.queue.depth", () => Gates.Keys.Sum(gate => (long)gate.Count), "{item}", "Online items in hand: those that are decoded, wait for a device or are on it.");
        GridTelemetry.Meter.CreateObservableGauge("unibind.disk.free", ReadDisks, "By", "Bytes that are free where the silo keeps its folders.");
    }

    /// <summary>Tells the free bytes of a folder's disk from now on.</summary>
    /// <param name="kind">What the folder is for, <c>data</c> or <c>spaces</c>.</param>
    /// <param name="folder">The folder; one that does not exist yet is told when it does.</param>
    public static void Watch(string kind, string folder) => Folders[kind] = folder;

    /// <summary>Tells the readiness of an encoder silo.</summary>
    internal static void Add(EncoderReadiness readiness, string device) => Encoders[readiness] = device;

    /// <summary>Ends it.</summary>
    internal static void Remove(EncoderReadiness readiness) => Encoders.TryRemove(readiness, out _);

    /// <summary>Tells the items that a gate let in.</summary>
    internal static void Add(OnlineGate gate) => Gates[gate] = true;

    /// <summary>Ends it.</summary>
    internal static void Remove(OnlineGate gate) => Gates.TryRemove(gate, out _);

    private static IEnumerable<Measurement<int>> ReadReady() =>
        from encoder in Encoders
        select new Measurement<int>(encoder.Key.NotReady is null ? 1 : 0, new KeyValuePair<string, object?>(TelemetryTags.Device, encoder.Value));

    private static List<Measurement<long>> ReadDisks()
    {
        var free = new List<Measurement<long>>();
        foreach (var (kind, folder) in Folders)
        {
            try
            {
                if (Directory.Exists(folder))
                    free.Add(new Measurement<long>(DiskSpace.Available(folder), new KeyValuePair<string, object?>(TelemetryTags.Kind, kind)));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or CorpusException)
            {
                // A disk that does not answer has no free bytes to tell; the others do.
            }
        }
        return free;
    }
}
