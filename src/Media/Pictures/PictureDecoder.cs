using System.Globalization;
using NetVips;

namespace UniBind.Grid.Media;

/// <summary>Decodes still pictures (png, jpeg, webp, tiff, gif: the first page) to 8-bit RGB or to grey.</summary>
/// <remarks>
/// Thread-safe. The rules are those of Pillow's <c>convert</c>: alpha is dropped, palettes are expanded, CMYK is converted without a
/// profile, embedded color profiles are ignored. 16-bit samples keep their high byte, unless the request keeps the depth.
/// </remarks>
internal static class PictureDecoder
{
    /// <summary>Decodes a picture.</summary>
    /// <param name="content">The file.</param>
    /// <param name="format">Its format.</param>
    /// <param name="request">What to decode to.</param>
    /// <param name="limits">The size in bytes and in pixels is checked before any pixel is decoded.</param>
    /// <returns>The pixels; the caller disposes them.</returns>
    /// <exception cref="ItemException">The picture is too large, damaged, cut off, or of a kind that is not decoded.</exception>
    internal static DecodedPicture Decode(MediaContent content, MediaFormat format, PictureRequest request, MediaLimits limits)
    {
        if (content.Length == 0)
            throw new ItemException(ItemStage.Read, ItemErrorCodes.Empty, "The picture file is empty.");
        var bytes = content.ReadBytes(limits.MaxBytes);
        var size = PictureHeader.Read(bytes.Span, format);
        PictureHeader.Check(size, limits);
        var reduction = request.ShrinkTo > 0 ? Math.Min(size.Width, size.Height) / request.ShrinkTo : 1;
        try
        {
            using var source = VipsRuntime.OpenSource(bytes);
            using var pipeline = new PicturePipeline(VipsRuntime.Open(source, format, JpegShrink(format, reduction)));
            PictureHeader.Check((pipeline.Width, pipeline.Height), limits);
            pipeline.Note("pixels", string.Create(CultureInfo.InvariantCulture, $"{size.Width}x{size.Height}"));
            pipeline.RefuseUnknownKinds();
            if (request.Orient)
                pipeline.Orient();
            return pipeline.Finish(request);
        }
        catch (VipsException e)
        {
            throw VipsRuntime.Corrupt(format, e);
        }
    }

    // A JPEG decodes at 1/2, 1/4 or 1/8 of its size for less work than whole.
    private static int JpegShrink(MediaFormat format, int reduction) => format != MediaFormat.Jpeg ? 1
        : reduction >= 8 ? 8
        : reduction >= 4 ? 4
        : reduction >= 2 ? 2
        : 1;
}
