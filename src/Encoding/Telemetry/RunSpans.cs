using System.Diagnostics;

namespace UniBind.Grid.Encoding;

/// <summary>The spans of what a device does. Its threads have no current span: what waits for them remembers its own.</summary>
internal static class RunSpans
{
    /// <summary>The span that the caller is in; nothing while nobody listens.</summary>
    public static ActivityContext Here => GridTelemetry.Activities.HasListeners() && Activity.Current is { } current ? current.Context : default;

    /// <summary>Begins the span of a planned Run.</summary>
    /// <param name="parent">The span that planned it.</param>
    /// <param name="encoder">The encoder.</param>
    /// <param name="waited">How long it waited for the device, in ticks of <see cref="Stopwatch"/>.</param>
    public static Activity? Planned(ActivityContext parent, PackEncoder encoder, long waited)
    {
        if (parent == default)
            return null;
        Past("queue", parent, waited);
        return GridTelemetry.Activities.StartActivity("run", ActivityKind.Internal, parent)?.SetTag("unibind.modality", encoder.Modality.Name());
    }

    /// <summary>
    /// Begins the spans of online items that share a Run: for each the time that it waited, in its own trace, and for all together a batch in the trace of the first, linked to the
    /// others.
    /// </summary>
    /// <param name="items">Each one's span, and how long it waited for the device in ticks of <see cref="Stopwatch"/>.</param>
    /// <param name="encoder">The encoder.</param>
    public static Activity? Merged(IReadOnlyList<(ActivityContext Parent, long Waited)> items, PackEncoder encoder)
    {
        var traced = items.Where(i => i.Parent != default).ToArray();
        if (traced.Length == 0)
            return null;
        foreach (var (parent, waited) in traced)
            Past("queue", parent, waited);
        return GridTelemetry.Activities.StartActivity("batch", ActivityKind.Internal, traced[0].Parent, links: traced.Skip(1).Select(t => new ActivityLink(t.Parent)))
            ?.SetTag("unibind.modality", encoder.Modality.Name()).SetTag("unibind.items", items.Count);
    }

    /// <summary>Begins the span of one Run of an online batch.</summary>
    /// <param name="batch">The batch's span; null gives none.</param>
    public static Activity? Run(Activity? batch) => batch is null ? null : GridTelemetry.Activities.StartActivity("run", ActivityKind.Internal, batch.Context);

    /// <summary>A span that ends now.</summary>
    private static void Past(string name, ActivityContext parent, long ticks)
    {
        var start = DateTimeOffset.UtcNow - Stopwatch.GetElapsedTime(0, ticks);
        GridTelemetry.Activities.StartActivity(name, ActivityKind.Internal, parent, startTime: start)?.Dispose();
    }
}
