using System.Globalization;
using NetVips;

namespace UniBind.Grid.Media;

/// <summary>The steps from an opened picture to its pixels. libvips runs them when the pixels are fetched, row by row.</summary>
/// <remarks>Not thread-safe.</remarks>
internal sealed class PicturePipeline(Image opened) : IDisposable
{
    private const int MaxBands = 5;
    private const string Orientation = "orientation";

    private readonly Dictionary<string, string> _notes = [];
    private Image _image = opened;

    internal int Width => _image.Width;

    internal int Height => _image.Height;

    /// <summary>Adds what a user may want to know.</summary>
    internal void Note(string key, string value) => _notes[key] = value;

    /// <summary>Refuses pictures of more channels than color and alpha have, and converts rare color spaces.</summary>
    internal void RefuseUnknownKinds()
    {
        if (_image.Bands > MaxBands)
            throw Unsupported($"The picture has {_image.Bands} channels; pictures of up to {MaxBands} are decoded.");
        if (_image.Interpretation is not (Enums.Interpretation.Bw or Enums.Interpretation.Srgb or Enums.Interpretation.Rgb or Enums.Interpretation.Cmyk
            or Enums.Interpretation.Grey16 or Enums.Interpretation.Rgb16 or Enums.Interpretation.Multiband))
            Then(i => i.Colourspace(Enums.Interpretation.Srgb));
    }

    /// <summary>Turns and mirrors the picture as its EXIF orientation says.</summary>
    internal void Orient()
    {
        if (!_image.Contains(Orientation) || _image.Get(Orientation) is not int orientation || orientation is < 2 or > 8)
            return;
        // Turning reads columns, which a picture that is decoded downwards does not offer.
        Then(i => i.CopyMemory());
        Then(i => i.Autorot());
        Note("exif-orientation", orientation.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>Decodes the pixels.</summary>
    /// <exception cref="ItemException">The samples are of a type that is not decoded.</exception>
    internal DecodedPicture Finish(PictureRequest request)
    {
        var deep = request.KeepDepth && _image.Bands <= 2 && _image.Format != Enums.BandFormat.Uchar;
        var depth = deep ? KeepDepth() : Reduce8();
        var channels = deep ? 1 : request.Channels;
        if (_image.Bands == 2)
            Then(i => i.ExtractBand(0));
        if (_image.Bands == 1 && channels == 3)
            Then(i => i.Bandjoin(i, i));
        var pixels = _image.WriteToMemory(out _);
        if (_image.Bands > channels)
            Pack(pixels, channels);
        return new(pixels)
        {
            Width = Width,
            Height = Height,
            Channels = channels,
            Depth = depth,
            Notes = _notes,
        };
    }

    /// <inheritdoc/>
    public void Dispose() => _image.Dispose();

    private SampleDepth KeepDepth()
    {
        switch (_image.Format)
        {
            case Enums.BandFormat.Ushort:
                return SampleDepth.Bits16;
            case Enums.BandFormat.Complex or Enums.BandFormat.Dpcomplex:
                throw Unsupported("The picture's samples are complex numbers.");
            default:
                Then(i => i.Cast(Enums.BandFormat.Float));
                return SampleDepth.Float;
        }
    }

    private SampleDepth Reduce8()
    {
        if (_image.Format == Enums.BandFormat.Ushort)
        {
            Then(i => i.Cast(Enums.BandFormat.Uchar, shift: true));
            Note("depth", "16 bits reduced to 8");
        }
        else if (_image.Format != Enums.BandFormat.Uchar)
        {
            throw Unsupported($"The picture's samples are of the type {_image.Format}; 8 and 16 bits a sample are decoded.");
        }
        return SampleDepth.Bits8;
    }

    // In place: each pixel is written at or before the place that it is read from.
    private unsafe void Pack(nint pixels, int channels)
    {
        var count = Width * Height;
        var all = new Span<byte>((void*)pixels, count * _image.Bands);
        var rgb = all[..(count * 3)];
        if (_image.Interpretation == Enums.Interpretation.Cmyk && _image.Bands >= 4)
            PixelBands.CmykToRgb(all, _image.Bands, rgb);
        else
            PixelBands.ToRgb(all, _image.Bands, rgb);
        if (channels == 1)
            PixelBands.ToGrey(rgb, rgb[..count]);
    }

    private void Then(Func<Image, Image> step)
    {
        var next = step(_image);
        _image.Dispose();
        _image = next;
    }

    private static ItemException Unsupported(string message) => new(ItemStage.Decode, ItemErrorCodes.Unsupported, message);
}
