using System.Buffers;

namespace UniBind.Grid.Media;

/// <summary>Resamples one plane of floats, as Pillow does in its mode <c>F</c>: sums in double precision, single precision between the passes.</summary>
/// <remarks>Thread-safe. Sums run in one fixed order, so every processor gives the same values.</remarks>
internal static class FloatResizer
{
    /// <summary>Resamples a plane to the square of a plan.</summary>
    /// <param name="plane">The samples, <c>width * height</c>.</param>
    /// <param name="width">The plane's width.</param>
    /// <param name="height">The plane's height.</param>
    /// <param name="plan">The target.</param>
    /// <param name="square">Receives <c>plan.Size * plan.Size</c> values, which may overshoot the range of the samples a little.</param>
    internal static void Resize(ReadOnlySpan<float> plane, int width, int height, in ResizePlan plan, Span<float> square)
    {
        var size = plan.Size;
        var horizontal = ResampleWeights.Bicubic(width, plan.Width, plan.Left, size);
        var vertical = ResampleWeights.Bicubic(height, plan.Height, plan.Top, size);
        var first = vertical.Starts[0];
        var rows = vertical.Starts[size - 1] + vertical.Counts[size - 1] - first;
        var between = ArrayPool<float>.Shared.Rent(rows * size);
        try
        {
            for (var y = 0; y < rows; y++)
                Horizontal(plane.Slice((first + y) * width, width), horizontal, between.AsSpan(y * size, size));
            for (var y = 0; y < size; y++)
                Vertical(between.AsSpan((vertical.Starts[y] - first) * size), vertical, y, square.Slice(y * size, size));
        }
        finally
        {
            ArrayPool<float>.Shared.Return(between);
        }
    }

    private static void Horizontal(ReadOnlySpan<float> row, ResampleWeights weights, Span<float> to)
    {
        for (var x = 0; x < to.Length; x++)
        {
            var kernel = weights.Exact.AsSpan(x * weights.Taps, weights.Counts[x]);
            var from = row.Slice(weights.Starts[x], kernel.Length);
            var sum = 0.0;
            for (var k = 0; k < kernel.Length; k++)
                sum += from[k] * kernel[k];
            to[x] = (float)sum;
        }
    }

    private static void Vertical(ReadOnlySpan<float> rows, ResampleWeights weights, int y, Span<float> to)
    {
        var kernel = weights.Exact.AsSpan(y * weights.Taps, weights.Counts[y]);
        for (var x = 0; x < to.Length; x++)
        {
            var sum = 0.0;
            for (var k = 0; k < kernel.Length; k++)
                sum += rows[k * to.Length + x] * kernel[k];
            to[x] = (float)sum;
        }
    }
}
