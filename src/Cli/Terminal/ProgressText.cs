using System.Globalization;
using System.Text;

namespace UniBind.Grid.Cli;

/// <summary>Progress in words.</summary>
internal static class ProgressText
{
    /// <summary>One line: state, items, speed, time left, each modality.</summary>
    public static string Line(JobProgress progress)
    {
        var line = new StringBuilder();
        line.Append(CultureInfo.InvariantCulture, $"{progress.State.ToString().ToLowerInvariant(),-8} {Count(progress)}");
        if (progress.ItemsPerSecond > 0)
            line.Append(CultureInfo.InvariantCulture, $", {Rate(progress.ItemsPerSecond)} items/s");
        if (Eta(progress) is { } eta)
            line.Append(", ").Append(eta);
        if (progress.DeadLettered > 0)
            line.Append(CultureInfo.InvariantCulture, $", {progress.DeadLettered:N0} dead letters");
        foreach (var m in progress.Modalities)
            line.Append(CultureInfo.InvariantCulture, $" | {m.Modality.Name()} {m.Finished:N0}/{m.Planned:N0}");
        if (progress.State == JobState.Running && progress.Message is { } note)
            line.Append(" | ").Append(note);
        return line.ToString();
    }

    /// <summary>Finished of listed; the total has a plus while the listing goes on.</summary>
    public static string Count(JobProgress progress) =>
        string.Create(CultureInfo.InvariantCulture, $"{progress.Finished:N0} of {progress.Listed:N0}{(progress.ListingComplete ? "" : "+")} items");

    /// <summary>The time left in words, or null when it cannot be told or nothing is left.</summary>
    public static string? Eta(JobProgress progress) =>
        progress.State == JobState.Running && progress.Remaining is { } left ? Span(left) + " left" : null;

    /// <summary>A speed with as many digits as it deserves.</summary>
    public static string Rate(double perSecond) => perSecond switch
    {
        0 => "-",
        < 10 => perSecond.ToString("0.0", CultureInfo.InvariantCulture),
        _ => perSecond.ToString("N0", CultureInfo.InvariantCulture),
    };

    /// <summary>A time span as people say it: 45 s, 3 min 20 s, 2 h 5 min.</summary>
    public static string Span(TimeSpan span) => span switch
    {
        { TotalSeconds: < 10 } => string.Create(CultureInfo.InvariantCulture, $"{span.TotalSeconds:0.0} s"),
        { TotalSeconds: < 100 } => string.Create(CultureInfo.InvariantCulture, $"{span.TotalSeconds:0} s"),
        { TotalMinutes: < 100 } => string.Create(CultureInfo.InvariantCulture, $"{(int)span.TotalMinutes} min {span.Seconds} s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{(int)span.TotalHours} h {span.Minutes} min"),
    };

    /// <summary>A number of bytes as people say it.</summary>
    public static string Bytes(long bytes) => bytes switch
    {
        < 1 << 10 => string.Create(CultureInfo.InvariantCulture, $"{bytes} B"),
        < 1 << 20 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024.0:0.0} KiB"),
        < 1 << 30 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1048576.0:0.0} MiB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1073741824.0:0.0} GiB"),
    };
}
