using NetVips;

namespace UniBind.Grid.Media.Tests;

/// <summary>Pictures with known pixels, drawn and encoded here.</summary>
internal static class TestPictures
{
    /// <summary>A smooth coloured pattern with some texture, interleaved 8-bit samples.</summary>
    public static byte[] Pattern(int width, int height, int bands, int phase = 0)
    {
        var pixels = new byte[width * height * bands];
        for (int y = 0, at = 0; y < height; y++)
            for (var x = 0; x < width; x++)
                for (var b = 0; b < bands; b++, at++)
                    pixels[at] = (byte)(127.5 + 80 * Math.Sin((x + phase) * 0.05 * (b + 1)) * Math.Cos(y * 0.04) + 40 * Math.Sin(x * 0.7 + y * 0.3 + b));
        return pixels;
    }

    public static Image Image(byte[] pixels, int width, int height, int bands) =>
        NetVips.Image.NewFromMemoryCopy<byte>(pixels, width, height, bands, Enums.BandFormat.Uchar)
            .Copy(interpretation: bands < 3 ? Enums.Interpretation.Bw : Enums.Interpretation.Srgb);

    public static byte[] Png(int width, int height, int bands = 3)
    {
        using var image = Image(Pattern(width, height, bands), width, height, bands);
        return image.PngsaveBuffer();
    }

    public static byte[] Jpeg(int width, int height, int bands = 3, int quality = 90)
    {
        using var image = Image(Pattern(width, height, bands), width, height, bands);
        return image.JpegsaveBuffer(q: quality);
    }

    public static byte[] Webp(int width, int height)
    {
        using var image = Image(Pattern(width, height, 3), width, height, 3);
        return image.WebpsaveBuffer(lossless: true);
    }

    public static byte[] Tiff(int width, int height, int bands = 3)
    {
        using var image = Image(Pattern(width, height, bands), width, height, bands);
        return image.TiffsaveBuffer();
    }

    /// <summary>An animation whose frame <c>i</c> is one colour: red <c>20 * i</c>, green 100, blue 200, with the given delays.</summary>
    public static byte[] Animation(MediaFormat format, int width, int height, int[] milliseconds)
    {
        var pixels = new byte[width * height * milliseconds.Length * 3];
        for (int frame = 0, at = 0; frame < milliseconds.Length; frame++)
            for (var i = 0; i < width * height; i++)
            {
                pixels[at++] = (byte)(20 * frame);
                pixels[at++] = 100;
                pixels[at++] = 200;
            }
        using var strip = Image(pixels, width, height * milliseconds.Length, 3);
        using var image = strip.Mutate(m =>
        {
            m.Set(GValue.GIntType, "page-height", height);
            m.Set(GValue.ArrayIntType, "delay", milliseconds);
        });
        return format == MediaFormat.Gif ? image.GifsaveBuffer(dither: 0) : image.WebpsaveBuffer(lossless: true);
    }

    /// <summary>A 16-bit grey picture.</summary>
    public static byte[] Png16(ushort[] pixels, int width, int height)
    {
        using var image = NetVips.Image.NewFromMemoryCopy<ushort>(pixels, width, height, 1, Enums.BandFormat.Ushort)
            .Copy(interpretation: Enums.Interpretation.Grey16);
        return image.PngsaveBuffer();
    }

    /// <summary>A 16-bit grey TIFF, whose directory stands at its end.</summary>
    public static byte[] Tiff16(ushort[] pixels, int width, int height)
    {
        using var image = NetVips.Image.NewFromMemoryCopy<ushort>(pixels, width, height, 1, Enums.BandFormat.Ushort)
            .Copy(interpretation: Enums.Interpretation.Grey16);
        return image.TiffsaveBuffer();
    }

    /// <summary>The pattern in any of the picture formats.</summary>
    public static byte[] Of(MediaFormat format, int width, int height) => format switch
    {
        MediaFormat.Png => Png(width, height),
        MediaFormat.Jpeg => Jpeg(width, height),
        MediaFormat.Webp => Webp(width, height),
        MediaFormat.Tiff => Tiff(width, height),
        _ => Gif(width, height),
    };

    public static byte[] Gif(int width, int height)
    {
        using var image = Image(Pattern(width, height, 3), width, height, 3);
        return image.GifsaveBuffer();
    }

    /// <summary>A JPEG of the given stored size that shows red on its left half and blue on its right when turned as its EXIF tag says.</summary>
    public static byte[] Oriented(int width, int height, int orientation)
    {
        var pixels = new byte[width * height * 3];
        for (var i = 0; i < width * height; i++)
        {
            var (x, y) = (i % width, i / width);
            // Where the stored pixel stands once it is turned: 3 is a half turn, 6 a quarter to the right, 8 a quarter to the left.
            var left = orientation switch { 3 => x >= width / 2, 6 => y >= height / 2, 8 => y < height / 2, _ => x < width / 2 };
            pixels[i * 3 + (left ? 0 : 2)] = 255;
        }
        using var image = Image(pixels, width, height, 3).Mutate(m => m.Set(GValue.GIntType, "orientation", orientation));
        return image.JpegsaveBuffer(q: 100, subsampleMode: Enums.ForeignSubsample.Off);
    }
}
