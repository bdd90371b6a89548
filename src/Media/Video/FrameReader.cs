using System.Buffers;

namespace UniBind.Grid.Media;

/// <summary>Reads chosen frames of a timeline, each once, in rising order, with one frame in memory.</summary>
internal static class FrameReader
{
    /// <summary>Receives one frame.</summary>
    /// <param name="slot">The position in the list of wanted frames.</param>
    /// <param name="rgb">The frame's interleaved 8-bit RGB; valid during the call.</param>
    internal delegate void FrameAction(int slot, ReadOnlySpan<byte> rgb);

    /// <summary>Calls <paramref name="use"/> for every wanted frame, ordered by frame.</summary>
    /// <param name="timeline">The frames.</param>
    /// <param name="wanted">Frame indices in any order; repeats are decoded once.</param>
    /// <param name="use">What to do with each.</param>
    /// <param name="cancellationToken">Looked at between frames.</param>
    /// <exception cref="ItemException">A frame is damaged.</exception>
    internal static void ReadEach(IFrameTimeline timeline, ReadOnlySpan<int> wanted, FrameAction use, CancellationToken cancellationToken)
    {
        var frames = wanted.ToArray();
        var slots = new int[frames.Length];
        for (var i = 0; i < slots.Length; i++)
            slots[i] = i;
        Array.Sort(frames, slots);
        (timeline as IFramePlan)?.Expect(Distinct(frames));

        var bytes = timeline.Width * timeline.Height * 3;
        var rgb = ArrayPool<byte>.Shared.Rent(bytes);
        try
        {
            for (var i = 0; i < frames.Length; i++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (i == 0 || frames[i] != frames[i - 1])
                    timeline.Read(frames[i], rgb.AsSpan(0, bytes));
                use(slots[i], rgb.AsSpan(0, bytes));
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rgb);
        }
    }

    private static int[] Distinct(int[] sorted)
    {
        var distinct = new List<int>(sorted.Length);
        foreach (var frame in sorted)
        {
            if (distinct.Count == 0 || distinct[^1] != frame)
                distinct.Add(frame);
        }
        return [.. distinct];
    }
}
