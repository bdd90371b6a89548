using System.Buffers;
using System.Runtime.Intrinsics;

namespace UniBind.Grid.Media;

/// <summary>Resamples 8-bit pictures, bit for bit as Pillow does: horizontally, rounded to 8 bits, then vertically, both in 22-bit fixed point.</summary>
/// <remarks>Thread-safe. The arithmetic is integer, so every processor gives the same bytes.</remarks>
internal static class ByteResizer
{
    private const int Half = ResampleWeights.FixedHalf;

    /// <summary>Resamples a picture to the square of a plan.</summary>
    /// <param name="pixels">Interleaved samples, <c>width * height * channels</c>.</param>
    /// <param name="width">The picture's width.</param>
    /// <param name="height">The picture's height.</param>
    /// <param name="channels">1 or 3.</param>
    /// <param name="plan">The target.</param>
    /// <param name="square">Receives <c>plan.Size * plan.Size * channels</c> samples.</param>
    internal static void Resize(ReadOnlySpan<byte> pixels, int width, int height, int channels, in ResizePlan plan, Span<byte> square)
    {
        var size = plan.Size;
        var vertical = ResampleWeights.Bicubic(height, plan.Height, plan.Top, size);
        // Only the rows that the vertical pass reads go through the horizontal one.
        var first = vertical.Starts[0];
        var rows = vertical.Starts[size - 1] + vertical.Counts[size - 1] - first;
        var stride = size * channels;
        var between = ArrayPool<byte>.Shared.Rent(rows * stride);
        try
        {
            var source = pixels.Slice(first * width * channels, rows * width * channels);
            if (plan.Width == width)
                CopyColumns(source, width * channels, (int)plan.Left * channels, between, stride, rows);
            else
                Horizontal(source, width, channels, ResampleWeights.Bicubic(width, plan.Width, plan.Left, size), between, stride, rows);
            if (plan.Height == height)
                between.AsSpan(((int)plan.Top - first) * stride, size * stride).CopyTo(square);
            else
                Vertical(between, stride, first, vertical, square);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(between);
        }
    }

    private static void CopyColumns(ReadOnlySpan<byte> source, int sourceStride, int left, Span<byte> target, int stride, int rows)
    {
        for (var y = 0; y < rows; y++)
            source.Slice(y * sourceStride + left, stride).CopyTo(target[(y * stride)..]);
    }

    private static void Horizontal(ReadOnlySpan<byte> source, int width, int channels, ResampleWeights weights, Span<byte> target, int stride, int rows)
    {
        for (var y = 0; y < rows; y++)
        {
            var row = source[(y * width * channels)..];
            var to = target.Slice(y * stride, stride);
            if (channels == 3)
                RgbRow.Resample(row, weights, to);
            else
                HorizontalGrey(row, weights, to);
        }
    }

    private static void HorizontalGrey(ReadOnlySpan<byte> row, ResampleWeights weights, Span<byte> to)
    {
        for (var x = 0; x < to.Length; x++)
        {
            var kernel = weights.Fixed.AsSpan(x * weights.Taps, weights.Counts[x]);
            var from = row.Slice(weights.Starts[x], kernel.Length);
            var sum = Half;
            for (var k = 0; k < kernel.Length; k++)
                sum += from[k] * kernel[k];
            to[x] = Clip(sum);
        }
    }

    private static void Vertical(ReadOnlySpan<byte> between, int stride, int first, ResampleWeights weights, Span<byte> square)
    {
        for (var y = 0; y < weights.Starts.Length; y++)
        {
            var kernel = weights.Fixed.AsSpan(y * weights.Taps, weights.Counts[y]);
            var from = between[((weights.Starts[y] - first) * stride)..];
            var to = square.Slice(y * stride, stride);
            var x = 0;
            for (; x + Vector256<byte>.Count / 2 <= stride; x += Vector256<byte>.Count / 2)
            {
                var low = Vector256.Create(Half);
                var high = low;
                for (var k = 0; k < kernel.Length; k++)
                {
                    var (a, b) = Vector256.Widen(Vector256.WidenLower(Vector128.Create(from.Slice(k * stride + x, Vector128<byte>.Count)).ToVector256Unsafe()));
                    low += a.AsInt32() * kernel[k];
                    high += b.AsInt32() * kernel[k];
                }
                Clip(low, high).CopyTo(to[x..]);
            }
            for (; x < stride; x++)
            {
                var sum = Half;
                for (var k = 0; k < kernel.Length; k++)
                    sum += from[k * stride + x] * kernel[k];
                to[x] = Clip(sum);
            }
        }
    }

    internal static byte Clip(int sum) => (byte)Math.Clamp(sum >> ResampleWeights.FractionBits, 0, 255);

    private static Vector128<byte> Clip(Vector256<int> low, Vector256<int> high)
    {
        var max = Vector256.Create(255);
        low = Vector256.Min(Vector256.Max(low >> ResampleWeights.FractionBits, Vector256<int>.Zero), max);
        high = Vector256.Min(Vector256.Max(high >> ResampleWeights.FractionBits, Vector256<int>.Zero), max);
        var words = Vector256.Narrow(low, high).AsUInt16();
        return Vector128.Narrow(words.GetLower(), words.GetUpper());
    }
}
