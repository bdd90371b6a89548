namespace UniBind.Grid.Media;

/// <summary>Chooses frames of a timeline.</summary>
internal static class FrameSampling
{
    // Container time bases (1/90,000 s, 1/1000 s) round, so that a frame may stand a hair before or after its place.
    private const double Tolerance = 1e-6;

    /// <summary>The frames shown at the middles of <paramref name="count"/> equal parts of the video; a short video repeats frames.</summary>
    internal static int[] Even(IFrameTimeline timeline, int count)
    {
        var frames = new int[count];
        for (var i = 0; i < count; i++)
            frames[i] = ShownAt(timeline.Times, (i + 0.5) * timeline.Duration / count);
        return frames;
    }

    /// <summary>
    /// The first and the last frame of each of <paramref name="clips"/> evenly spread clips, pair after pair: pytorchvideo's clips,
    /// which hold the frames with <c>start &lt;= time &lt; end</c>, sampled by ImageBind at both ends.
    /// </summary>
    /// <remarks>A clip in which no frame begins (a picture that stands still) takes the one that is shown at its start.</remarks>
    internal static int[] ClipEnds(IFrameTimeline timeline, int clips, double clipSeconds)
    {
        var frames = new int[2 * clips];
        for (var clip = 0; clip < clips; clip++)
        {
            var start = ClipStarts.Seconds(clip, clips, timeline.Duration, clipSeconds);
            var first = FirstFrom(timeline.Times, start);
            var last = FirstFrom(timeline.Times, start + clipSeconds) - 1;
            if (last < first)
                first = last = ShownAt(timeline.Times, start);
            frames[2 * clip] = first;
            frames[2 * clip + 1] = last;
        }
        return frames;
    }

    private static int ShownAt(IReadOnlyList<double> times, double time) => Math.Max(0, FirstFrom(times, time + 2 * Tolerance) - 1);

    private static int FirstFrom(IReadOnlyList<double> times, double time)
    {
        var low = 0;
        var high = times.Count;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (times[middle] < time - Tolerance)
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }
}
