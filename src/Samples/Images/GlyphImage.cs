namespace UniBind.Grid.Samples;

/// <summary>A digit drawn in ink on shaded, grainy paper: 96 x 96 pixels, 8-bit RGB.</summary>
internal static class GlyphImage
{
    private const int Size = 96;

    /// <summary>The picture as png.</summary>
    public static byte[] Render(SampleObject thing)
    {
        var random = thing.Sensor(Modality.Image);
        var height = random.Between(54, 72);
        var slack = (Size - height) / 3;
        var field = new StrokeField(Size, Size);
        field.Draw(thing.Glyph, new(Size / 2.0 + random.Between(-slack, slack), Size / 2.0 + random.Between(-slack, slack) / 2, height));

        var light = random.Between(0, Math.Tau);
        var (lightX, lightY) = (StableMath.Cos(light) / Size, StableMath.Sin(light) / Size);
        var grain = random.Between(1, 9);
        var colours = thing.Colours;
        var pixels = new byte[Size * Size * 3];
        for (var i = 0; i < Size * Size; i++)
        {
            var shade = .5 + (i % Size - Size / 2) * lightX + (i / Size - Size / 2) * lightY;
            colours.Paper.Toward(colours.Far, shade)
                .Toward(colours.Ink, field.Coverage(i))
                .Plus(grain * random.NextNormal())
                .Write(pixels.AsSpan(3 * i, 3));
        }

        return PngWriter.Rgb8(pixels, Size, Size);
    }
}
