using System.Diagnostics.Metrics;

namespace UniBind.Grid.Encoding;

/// <summary>What the devices of this process do, as OpenTelemetry metrics; docs/telemetry.md has the list.</summary>
/// <remarks>Thread-safe. What waits is read when a metrics reader asks; everything else is recorded once a Run, never once a row.</remarks>
public static class DeviceMetrics
{
    /// <summary>Rows in a Run.</summary>
    internal static readonly Histogram<long> BatchSize = GridTelemetry.Meter.CreateHistogram(
        "unibind.batch.size", "{row}", "Rows that went through the model together.",
        advice: new InstrumentAdvice<long> { HistogramBucketBoundaries = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1_024] });

    /// <summary>How long a Run lasts.</summary>
    internal static readonly Histogram<double> RunDuration = GridTelemetry.Meter.CreateHistogram(
        "unibind.run.duration", "s", "Duration of one Run of a model.", advice: GridTelemetry.ShortTimes);

    /// <summary>How long a Run or an online item waits for its device.</summary>
    internal static readonly Histogram<double> QueueDuration = GridTelemetry.Meter.CreateHistogram(
        "unibind.queue.duration", "s", "Time that a prepared Run, or an online item, waited for the device.", advice: GridTelemetry.ShortTimes);

    /// <summary>Input elements of Runs, padding apart.</summary>
    internal static readonly Counter<long> Elements = GridTelemetry.Meter.CreateCounter<long>(
        "unibind.run.elements", "{element}", "Input elements that went through the model; those with padding=true were filled up and are waste.");

    /// <summary>Failing batches that were halved.</summary>
    internal static readonly Counter<long> Bisections = GridTelemetry.Meter.CreateCounter<long>(
        "unibind.run.bisections", "{batch}", "Batches that failed and were halved to find the item that made them fail.");

    static DeviceMetrics()
    {
        GridTelemetry.Meter.CreateObservableGauge(
            "unibind.device.queue.depth", DeviceWatch.DeviceQueues, "{run}", "Runs that wait for the device.");
        GridTelemetry.Meter.CreateObservableGauge(
            "unibind.device.busy", DeviceWatch.BusyShares, "1", "The part of the device's threads that were at work, over the last seconds.");
        GridTelemetry.Meter.CreateObservableGauge(
            "unibind.device.stuck", DeviceWatch.StuckRuns, "{run}", "Threads of the device that are lost to Runs which never ended.");
    }
}
