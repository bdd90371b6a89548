using NetVips;

namespace UniBind.Grid.Media;

/// <summary>The frames of an animated GIF or WebP, decoded one after the other; only the current one is held.</summary>
/// <remarks>Not thread-safe. Going back decodes again from the first frame, since each frame builds on the one before.</remarks>
internal sealed class FrameTimeline : IFrameTimeline
{
    // Rows that are fetched at a time: small enough to stay out of the large-object heap, and whole strips of libvips.
    private const int StripBytes = 1 << 16;
    private const int StripRows = 16;

    private readonly MediaFormat _format;
    private readonly Source _source;
    private readonly double[] _times;
    private Image? _image;
    private Region? _region;
    private int _next;

    /// <summary>Opens the frames.</summary>
    /// <param name="source">The file; the timeline disposes it.</param>
    /// <param name="format">GIF or WebP.</param>
    /// <param name="index">Its frames.</param>
    /// <exception cref="VipsException">The header is damaged.</exception>
    internal FrameTimeline(Source source, MediaFormat format, AnimationIndex index)
    {
        _source = source;
        _format = format;
        var image = _image = VipsRuntime.Open(source, format, pages: -1);
        Width = image.Width;
        Height = image.PageHeight;
        // libvips leaves out frames at the end that show nothing.
        _times = new double[Math.Min(image.Height / Height, index.Delays.Count)];
        for (var i = 0; i < _times.Length; i++)
        {
            _times[i] = Duration;
            Duration += index.Delays[i];
        }
    }

    /// <inheritdoc/>
    public int Width { get; }

    /// <inheritdoc/>
    public int Height { get; }

    /// <inheritdoc/>
    public double Duration { get; }

    /// <inheritdoc/>
    public IReadOnlyList<double> Times => _times;

    /// <inheritdoc/>
    public void Read(int index, Span<byte> rgb)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, _times.Length);
        try
        {
            if (index < _next)
                Close();
            _image ??= VipsRuntime.Open(_source, _format, pages: -1);
            _region ??= Region.New(_image);
            _next = index + 1;
            Fetch(_region, _image.Bands, index * Height, rgb);
        }
        catch (VipsException e)
        {
            throw VipsRuntime.Corrupt(_format, e);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Close();
        _source.Dispose();
    }

    // All frames stand below each other in one tall image, of which rows are pulled downwards; libvips itself passes over the rows between.
    private void Fetch(Region region, int bands, int top, Span<byte> rgb)
    {
        var rows = Math.Max(StripRows, StripBytes / (Width * bands) / StripRows * StripRows);
        for (var y = 0; y < Height; y += rows)
        {
            var count = Math.Min(rows, Height - y);
            PixelBands.ToRgb(region.Fetch(0, top + y, Width, count), bands, rgb.Slice(y * Width * 3, count * Width * 3));
        }
    }

    private void Close()
    {
        _region?.Dispose();
        _region = null;
        _image?.Dispose();
        _image = null;
        _next = 0;
    }
}
