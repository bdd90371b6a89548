using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace UniBind.Grid.Grains;

/// <summary>
/// What jobs do, as OpenTelemetry metrics; docs/telemetry.md has the list. Items and shards are counted by the encoder silo that committed them, once; the states of jobs by
/// their coordinator.
/// </summary>
/// <remarks>Thread-safe.</remarks>
public static class JobMetrics
{
    internal static readonly Counter<long> Items = GridTelemetry.Meter.CreateCounter<long>(
        "unibind.items", "{item}", "Items of jobs that got their row or their dead letter, when that was committed.");

    internal static readonly Counter<long> Shards = GridTelemetry.Meter.CreateCounter<long>(
        "unibind.shards", "{shard}", "Attempts at shards that ended.");

    internal static readonly Histogram<double> ShardDuration = GridTelemetry.Meter.CreateHistogram(
        "unibind.shard.duration", "s", "Duration of an attempt that committed its shard.", advice: GridTelemetry.LongTimes);

    internal static readonly UpDownCounter<long> Jobs = GridTelemetry.Meter.CreateUpDownCounter<long>(
        "unibind.jobs", "{job}", "Jobs in hand on this coordinator.");

    internal static readonly Counter<long> Runs = GridTelemetry.Meter.CreateCounter<long>(
        "unibind.job.runs", "{run}", "Runs of jobs that ended.");

    internal static readonly Counter<long> Retries = GridTelemetry.Meter.CreateCounter<long>(
        "unibind.shard.retries", "{shard}", "Shards that were given out again.");

    internal static readonly Counter<long> CacheLookups = GridTelemetry.Meter.CreateCounter<long>(
        "unibind.cache.lookups", "{lookup}", "Look-ups of items in the embedding cache.");

    internal static readonly Histogram<double> PreprocessDuration = GridTelemetry.Meter.CreateHistogram(
        "unibind.preprocess.duration", "s", "Time to read, decode and preprocess one item.", advice: GridTelemetry.ShortTimes);

    /// <summary>A shard was committed by this silo; parts that were there already were counted by whoever committed them.</summary>
    internal static void Committed(PlannedShard shard, string kind, ShardReport report, TimeSpan time)
    {
        var modality = shard.Modality.Name();
        AddItems(modality, "embedded", report.Embedded);
        AddItems(modality, "reused", report.Reused);
        AddItems(modality, "carried", report.Carried);
        AddItems(modality, "duplicate", report.Duplicate);
        foreach (var error in report.Errors)
            AddDeadLetters(modality, error.Code, error.Count);
        ShardDuration.Record(time.TotalSeconds, new(TelemetryTags.Modality, modality), new(TelemetryTags.Kind, kind));
    }

    /// <summary>A page was planned.</summary>
    internal static void Planned(PlannedPage page)
    {
        foreach (var error in page.Errors)
            AddDeadLetters(NoModality, error.Code, error.Count);
        AddItems(NoModality, "filtered", page.Filtered);
    }

    /// <summary>An attempt at a shard ended.</summary>
    internal static void Ended(PlannedShard shard, string kind, string outcome) =>
        Shards.Add(1, new TagList { { TelemetryTags.Modality, shard.Modality.Name() }, { TelemetryTags.Kind, kind }, { TelemetryTags.Outcome, outcome } });

    /// <summary>A shard goes to another silo, or to the same one again.</summary>
    internal static void Retried(string reason) => Retries.Add(1, new KeyValuePair<string, object?>(TelemetryTags.Reason, reason));

    /// <summary>A job comes into a state on this coordinator, or leaves it.</summary>
    internal static void Count(string state, int change) => Jobs.Add(change, new KeyValuePair<string, object?>(TelemetryTags.State, state));

    /// <summary>A run of a job ended.</summary>
    internal static void Ended(JobState state) =>
        Runs.Add(1, new KeyValuePair<string, object?>(TelemetryTags.State, state.ToString().ToLowerInvariant()));

    /// <summary>An item was looked up in the embedding cache.</summary>
    internal static void LookedUp(bool hit) => CacheLookups.Add(1, new KeyValuePair<string, object?>(TelemetryTags.Outcome, hit ? "hit" : "miss"));

    /// <summary>An item was prepared.</summary>
    internal static void Prepared(Modality modality, TimeSpan time, string traffic) =>
        PreprocessDuration.Record(time.TotalSeconds, new(TelemetryTags.Modality, modality.Name()), new(TelemetryTags.Traffic, traffic));

    /// <summary>What was not planned has no modality.</summary>
    private const string NoModality = "none";

    private static void AddItems(string modality, string outcome, long count)
    {
        if (count > 0)
            Items.Add(count, new KeyValuePair<string, object?>(TelemetryTags.Modality, modality), new KeyValuePair<string, object?>(TelemetryTags.Outcome, outcome));
    }

    private static void AddDeadLetters(string modality, string code, long count)
    {
        if (count > 0)
            Items.Add(count, new TagList { { TelemetryTags.Modality, modality }, { TelemetryTags.Outcome, "dead_lettered" }, { TelemetryTags.Code, code } });
    }
}
