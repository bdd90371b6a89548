namespace UniBind.Grid.Media;

/// <summary>Brings decoded 8-bit pixels of any number of channels to three or to one, as Pillow's <c>convert</c> does: alpha is dropped, not blended.</summary>
internal static class PixelBands
{
    /// <summary>Packs interleaved pixels to RGB. Grey is repeated; a fourth channel is left out.</summary>
    /// <param name="pixels">The pixels; may be the memory of <paramref name="rgb"/> when there are three channels or more.</param>
    /// <param name="bands">1 (grey), 2 (grey, alpha), 3 (RGB) or more (RGB and others).</param>
    /// <param name="rgb">Receives three bytes a pixel.</param>
    internal static void ToRgb(ReadOnlySpan<byte> pixels, int bands, Span<byte> rgb)
    {
        if (bands == 3)
        {
            pixels[..rgb.Length].CopyTo(rgb);
            return;
        }
        var (green, blue) = bands < 3 ? (0, 0) : (1, 2);
        for (int from = 0, to = 0; to + 2 < rgb.Length; from += bands, to += 3)
        {
            var (r, g, b) = (pixels[from], pixels[from + green], pixels[from + blue]);
            rgb[to] = r;
            rgb[to + 1] = g;
            rgb[to + 2] = b;
        }
    }

    /// <summary>Packs cyan, magenta, yellow, black (0 = no ink) to RGB, with Pillow's formula: <c>255 - k - c * (255 - k) / 255</c>.</summary>
    /// <param name="pixels">The pixels; may be the memory of <paramref name="rgb"/>.</param>
    /// <param name="bands">4, or more when alpha follows.</param>
    /// <param name="rgb">Receives three bytes a pixel.</param>
    internal static void CmykToRgb(ReadOnlySpan<byte> pixels, int bands, Span<byte> rgb)
    {
        for (int from = 0, to = 0; to + 2 < rgb.Length; from += bands, to += 3)
        {
            var light = 255 - pixels[from + 3];
            var (c, m, y) = (pixels[from], pixels[from + 1], pixels[from + 2]);
            rgb[to] = (byte)(light - Scale(c, light));
            rgb[to + 1] = (byte)(light - Scale(m, light));
            rgb[to + 2] = (byte)(light - Scale(y, light));
        }
    }

    /// <summary>Packs interleaved RGB to luma: ITU-R 601 in Pillow's fixed point, <c>(19595 R + 38470 G + 7471 B + 32768) / 65536</c>.</summary>
    /// <param name="rgb">Three bytes a pixel; may be the memory of <paramref name="grey"/>.</param>
    /// <param name="grey">Receives one byte a pixel.</param>
    internal static void ToGrey(ReadOnlySpan<byte> rgb, Span<byte> grey)
    {
        for (int from = 0, to = 0; to < grey.Length; from += 3, to++)
            grey[to] = (byte)((19595 * rgb[from] + 38470 * rgb[from + 1] + 7471 * rgb[from + 2] + 0x8000) >> 16);
    }

    // a * b / 255, rounded, without a division.
    private static int Scale(int a, int b)
    {
        var t = a * b + 128;
        return (t + (t >> 8)) >> 8;
    }
}
