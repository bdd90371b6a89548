namespace UniBind.Grid.Media;

/// <summary>What a video was, for <c>inspect</c>.</summary>
internal static class VideoNotes
{
    /// <summary>Length, frames and size.</summary>
    internal static IReadOnlyDictionary<string, string> Of(IFrameTimeline timeline) => new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["seconds"] = FormattableString.Invariant($"{timeline.Duration:0.###}"),
        ["frames"] = FormattableString.Invariant($"{timeline.Times.Count}"),
        ["size"] = FormattableString.Invariant($"{timeline.Width}x{timeline.Height}"),
    };
}
