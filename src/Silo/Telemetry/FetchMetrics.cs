using System.Diagnostics.Metrics;

namespace UniBind.Grid.Silo;

/// <summary>Fetching media by URL, as OpenTelemetry metrics; docs/telemetry.md has the list.</summary>
/// <remarks>Thread-safe.</remarks>
public static class FetchMetrics
{
    private static readonly Counter<long> Fetches = GridTelemetry.Meter.CreateCounter<long>(
        "unibind.url.fetches", "{fetch}", "URLs of callers that were fetched, or refused.");

    /// <summary>A fetch ended.</summary>
    /// <param name="outcome"><c>ok</c>, <c>refused</c>, <c>failed</c> or <c>cancelled</c>: never an address.</param>
    internal static void Ended(string outcome) => Fetches.Add(1, new KeyValuePair<string, object?>(TelemetryTags.Outcome, outcome));
}
