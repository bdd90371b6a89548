using System.Diagnostics.Metrics;
using OpenTelemetry.Metrics;

namespace UniBind.Grid.Silo;

/// <summary>What is kept of the meters of others: Orleans alone has some hundred instruments, and each costs memory, time at every scrape and a place in a database.</summary>
internal static class MeterSelection
{
    /// <summary>The meter of Orleans.</summary>
    public const string Orleans = "Microsoft.Orleans";

    /// <summary>The meter of the .NET runtime.</summary>
    public const string Runtime = "System.Runtime";

    private static readonly HashSet<string> Kept = new(StringComparer.Ordinal)
    {
        "orleans-app-requests-latency",
        "orleans-app-requests-timedout",
        "orleans-app-requests-canceled",
        "orleans-catalog-activations",
        "orleans-catalog-activation-failed-to-activate",
        "orleans-messaging-sent-failed",
        "orleans-messaging-sent-dropped",
        "orleans-messaging-expired",
        "orleans-messaging-rejected",
        "orleans-messaging-rerouted",
        "orleans-messaging-pings-reply-missed",
        "orleans-networking-sockets-opened",
        "orleans-networking-sockets-closed",
        "orleans-gateway-connected-clients",
        "orleans-gateway-load-shedding",
        "orleans-reminders-tardiness",
        "orleans-reminders-active",
        "orleans-scheduler-long-running-turns",
        "orleans-storage-read-errors",
        "orleans-storage-write-errors",
        "orleans-storage-write-latency",
        "orleans-runtime-available-memory",
        "dotnet.process.cpu.time",
        "dotnet.process.cpu.count",
        "dotnet.process.memory.working_set",
        "dotnet.gc.collections",
        "dotnet.gc.heap.total_allocated",
        "dotnet.gc.last_collection.heap.size",
        "dotnet.gc.pause.time",
        "dotnet.thread_pool.thread.count",
        "dotnet.thread_pool.queue.length",
        "dotnet.monitor.lock_contentions",
        "dotnet.exceptions",
    };

    /// <summary>Drops what is not kept of Orleans and of the runtime, and leaves the others as they are.</summary>
    public static MetricStreamConfiguration? Choose(Instrument instrument) =>
        instrument.Meter.Name is Orleans or Runtime && !Kept.Contains(instrument.Name) ? MetricStreamConfiguration.Drop : null;
}
