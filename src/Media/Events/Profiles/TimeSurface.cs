namespace UniBind.Grid.Media;

/// <summary>
/// Time surfaces of a recording (Lagorce et al. 2017): its duration D is cut into equal bins, and at the end T of each bin, for each polarity, a cell holds
/// exp(-(T - t) / (decay D)), t being the time of its last event so far, or 0 where there was none. The last event of all gives 1, so the values of
/// every recording reach from 0 to exactly 1, whatever its length.
/// </summary>
/// <remarks>Immutable and thread-safe.</remarks>
/// <param name="Bins">The number of bins.</param>
/// <param name="Size">The side of the square grid; both sides of the sensor are scaled to it.</param>
/// <param name="Decay">The time constant as a fraction of the duration.</param>
internal sealed record TimeSurface(int Bins, int Size, double Decay)
{
    private const long Never = long.MinValue;

    /// <summary>
    /// Renders the planes [2 * bins, size, size]: the negative events' bins in order of time, then the positive ones'. A sensor side above the size is
    /// scaled by area (a cell holds the last event of all its pixels), one below it by repetition (nearest pixel).
    /// </summary>
    public float[] Render(EventRecording recording, CancellationToken cancellationToken)
    {
        var (columns, rows) = (Math.Min(recording.Width, Size), Math.Min(recording.Height, Size));
        var (cellOfX, cellOfY) = (Scale(recording.Width, columns), Scale(recording.Height, rows));
        var cells = columns * rows;
        var last = new long[2 * cells];
        Array.Fill(last, Never);
        var grid = new float[cells];
        var planes = new float[2 * Bins * Size * Size];

        var (time, first) = (recording.Time, recording.Time[0]);
        var timeConstant = Decay * Math.Max(1, recording.Duration);
        var next = 0;
        for (var bin = 0; bin < Bins; bin++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var end = first + (long)((Int128)recording.Duration * (bin + 1) / Bins);
            for (; next < time.Length && time[next] <= end; next++)
            {
                var cell = cellOfY[recording.Y[next]] * columns + cellOfX[recording.X[next]];
                last[(recording.Positive[next] ? cells : 0) + cell] = time[next];
            }
            for (var polarity = 0; polarity < 2; polarity++)
            {
                Decayed(last.AsSpan(polarity * cells, cells), end, timeConstant, grid);
                Spread(grid, columns, rows, planes.AsSpan((polarity * Bins + bin) * Size * Size, Size * Size));
            }
        }
        return planes;
    }

    private static void Decayed(ReadOnlySpan<long> last, long end, double timeConstant, Span<float> grid)
    {
        for (var i = 0; i < last.Length; i++)
            grid[i] = last[i] == Never ? 0 : (float)Math.Exp((last[i] - end) / timeConstant);
    }

    /// <summary>Fills a plane from the grid, each cell from the grid cell below it.</summary>
    private void Spread(ReadOnlySpan<float> grid, int columns, int rows, Span<float> plane)
    {
        for (var y = 0; y < Size; y++)
        {
            var from = grid.Slice(y * rows / Size * columns, columns);
            var to = plane.Slice(y * Size, Size);
            if (columns == Size)
                from.CopyTo(to);
            else
                for (var x = 0; x < Size; x++)
                    to[x] = from[x * columns / Size];
        }
    }

    private static int[] Scale(int pixels, int cells)
    {
        var scale = new int[pixels];
        for (var i = 0; i < pixels; i++)
            scale[i] = (int)((long)i * cells / pixels);
        return scale;
    }
}
