namespace UniBind.Grid.Media;

/// <summary>Frames that one run of ffmpeg decodes.</summary>
/// <param name="SeekTo">Where to begin, in seconds from the first frame; null for the beginning.</param>
/// <param name="Frames">The frames, rising.</param>
internal sealed record FrameRun(double? SeekTo, IReadOnlyList<int> Frames)
{
    // Starting another process costs about as much as decoding this much video.
    private const double WorthSeeking = 20;

    // Frames are told by their times after a seek: they must be farther apart than time bases round.
    private const double SmallestGap = 2e-3;

    /// <summary>Splits wanted frames into runs: one from the beginning, and one more for each long stretch without wanted frames, where that can be passed over.</summary>
    /// <param name="index">The video.</param>
    /// <param name="frames">The frames, rising, at least one.</param>
    /// <param name="seekable">True when the container's seeks can be relied on.</param>
    internal static List<FrameRun> Plan(VideoIndex index, ReadOnlySpan<int> frames, bool seekable)
    {
        var runs = new List<FrameRun>();
        var current = new List<int>();
        double? seekTo = null;
        var position = 0.0;
        foreach (var frame in frames)
        {
            var key = seekable && index.Exact && Gap(index.Times, frame) >= SmallestGap ? KeyBefore(index.KeyTimes, index.Times[frame]) : 0;
            if (key - position > WorthSeeking)
            {
                if (current.Count > 0)
                    runs.Add(new(seekTo, current));
                current = [];
                seekTo = key;
            }
            current.Add(frame);
            position = index.Times[frame];
        }
        runs.Add(new(seekTo, current));
        return runs;
    }

    /// <summary>The filter expression that is true for these frames: by number from the beginning, by time after a seek.</summary>
    internal string Selection(VideoIndex index) => string.Join('+', Frames.Select(frame =>
    {
        if (SeekTo is null)
            return FormattableString.Invariant($"eq(n,{frame})");
        var time = index.Origin + index.Times[frame];
        var reach = 0.4 * Gap(index.Times, frame);
        return FormattableString.Invariant($"between(t,{time - reach:F6},{time + reach:F6})");
    }));

    private static double Gap(double[] times, int frame)
    {
        var before = frame > 0 ? times[frame] - times[frame - 1] : double.PositiveInfinity;
        var after = frame + 1 < times.Length ? times[frame + 1] - times[frame] : double.PositiveInfinity;
        return Math.Min(1, Math.Min(before, after));
    }

    private static double KeyBefore(double[] keys, double time)
    {
        var at = Array.BinarySearch(keys, time);
        return at >= 0 ? keys[at] : ~at > 0 ? keys[~at - 1] : 0;
    }
}
