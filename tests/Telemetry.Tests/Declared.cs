using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using UniBind.Grid.Client;
using UniBind.Grid.Encoding;
using UniBind.Grid.Grains;
using UniBind.Grid.Silo;

namespace UniBind.Grid.Telemetry.Tests;

/// <summary>The instruments that the code declares.</summary>
internal static class Declared
{
    /// <summary>All of them, by name.</summary>
    public static IReadOnlyDictionary<string, Instrument> Instruments { get; } = Collect();

    /// <summary>The name that Prometheus gives an instrument.</summary>
    public static string InPrometheus(Instrument instrument)
    {
        var unit = instrument.Unit switch { "s" => "_seconds", "By" => "_bytes", _ => "" };
        return instrument.Name.Replace('.', '_') + unit + (instrument is Counter<long> ? "_total" : "");
    }

    private static Dictionary<string, Instrument> Collect()
    {
        foreach (var type in new[] { typeof(DeviceMetrics), typeof(JobMetrics), typeof(SiloMetrics), typeof(OnlineMetrics), typeof(FetchMetrics) })
            RuntimeHelpers.RunClassConstructor(type.TypeHandle);
        var instruments = new Dictionary<string, Instrument>(StringComparer.Ordinal);
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, _) =>
            {
                if (instrument.Meter.Name == GridTelemetry.Name)
                    instruments.Add(instrument.Name, instrument);
            },
        };
        listener.Start();
        return instruments;
    }
}
