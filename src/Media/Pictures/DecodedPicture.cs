using System.Runtime.InteropServices;
using Vips = NetVips.NetVips;

namespace UniBind.Grid.Media;

/// <summary>The pixels of a decoded picture, in memory of libvips.</summary>
/// <remarks>Not thread-safe. The spans end with <see cref="Dispose"/>.</remarks>
internal sealed unsafe class DecodedPicture : IDisposable
{
    private nint _pixels;

    /// <summary>Takes over memory that libvips allocated.</summary>
    internal DecodedPicture(nint pixels) => _pixels = pixels;

    /// <summary>The width in pixels, after orientation and shrinking.</summary>
    public required int Width { get; init; }

    /// <summary>The height in pixels, after orientation and shrinking.</summary>
    public required int Height { get; init; }

    /// <summary>3 (RGB, interleaved) or 1 (grey).</summary>
    public required int Channels { get; init; }

    /// <summary>The type of a sample.</summary>
    public required SampleDepth Depth { get; init; }

    /// <summary>What decoding did that a user may want to know.</summary>
    public required IReadOnlyDictionary<string, string> Notes { get; init; }

    /// <summary>The samples of an 8-bit picture.</summary>
    public Span<byte> Bytes => Span<byte>(SampleDepth.Bits8);

    /// <summary>The samples of a 16-bit picture.</summary>
    public ReadOnlySpan<ushort> Words => Span<ushort>(SampleDepth.Bits16);

    /// <summary>The samples of a floating-point picture; not checked to be finite.</summary>
    public ReadOnlySpan<float> Floats => Span<float>(SampleDepth.Float);

    /// <summary>Frees the memory.</summary>
    public void Dispose()
    {
        if (_pixels != 0)
            Vips.Free(_pixels);
        _pixels = 0;
    }

    private Span<T> Span<T>(SampleDepth depth) where T : unmanaged
    {
        ObjectDisposedException.ThrowIf(_pixels == 0, this);
        return Depth == depth
            ? MemoryMarshal.CreateSpan(ref *(T*)_pixels, checked(Width * Height * Channels))
            : throw new InvalidOperationException($"The picture's samples are {Depth}, not {depth}.");
    }
}
