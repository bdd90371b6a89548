namespace UniBind.Grid.Media;

/// <summary>
/// Three square crops of a frame, as ImageBind takes them: the shorter side is scaled to the size (pytorchvideo's
/// <c>ShortSideScale</c>: bilinear, no antialiasing, the long side cut to whole pixels), then left, centre and right, or top, centre and bottom.
/// </summary>
/// <remarks>Immutable and thread-safe; one instance serves all frames of a video. Only the samples that the crops keep are computed.</remarks>
internal sealed class SpatialCrops
{
    /// <summary>The crops of a frame.</summary>
    internal const int Count = 3;

    private readonly int _width;
    private readonly int _size;
    private readonly (BilinearAxis X, BilinearAxis Y)[] _crops = new (BilinearAxis, BilinearAxis)[Count];

    /// <summary>Plans the crops.</summary>
    /// <param name="width">The frame's width.</param>
    /// <param name="height">The frame's height.</param>
    /// <param name="size">The side of a crop.</param>
    internal SpatialCrops(int width, int height, int size)
    {
        _width = width;
        _size = size;
        var wide = width >= height;
        var longSide = (long)Math.Floor((double)Math.Max(width, height) / Math.Min(width, height) * size);
        var middle = (longSide - size + 1) / 2;
        for (var crop = 0; crop < Count; crop++)
        {
            var offset = crop switch { 0 => 0, 1 => middle, _ => longSide - size };
            _crops[crop] = wide
                ? (new(width, longSide, offset, size), new(height, size, 0, size))
                : (new(width, size, 0, size), new(height, longSide, offset, size));
        }
    }

    /// <summary>Computes one crop.</summary>
    /// <param name="crop">0, 1 or 2.</param>
    /// <param name="rgb">The frame's interleaved 8-bit RGB.</param>
    /// <param name="normalization">What to make of the samples.</param>
    /// <param name="planes">Receives the red, green and blue plane, each beginning <paramref name="planeStride"/> values after the other.</param>
    /// <param name="planeStride">At least the size squared.</param>
    internal void Write(int crop, ReadOnlySpan<byte> rgb, PixelNormalization normalization, Span<float> planes, int planeStride)
    {
        var (x, y) = _crops[crop];
        var stride = _width * 3;
        for (var row = 0; row < _size; row++)
        {
            var upper = rgb.Slice(y.Low[row] * stride, stride);
            var lower = rgb.Slice(y.High[row] * stride, stride);
            var down = y.Weight[row];
            for (var channel = 0; channel < 3; channel++)
            {
                var target = planes.Slice(channel * planeStride + row * _size, _size);
                for (var column = 0; column < target.Length; column++)
                {
                    var left = x.Low[column] * 3 + channel;
                    var right = x.High[column] * 3 + channel;
                    var along = x.Weight[column];
                    var top = upper[left] + along * (upper[right] - upper[left]);
                    var bottom = lower[left] + along * (lower[right] - lower[left]);
                    target[column] = (top + down * (bottom - top)) * (1f / 255f);
                }
                PixelTensor.WritePlane(target, normalization, channel, target);
            }
        }
    }
}
