namespace UniBind.Grid.Samples;

/// <summary>A digit that moves over shaded paper: 64 x 64 pixels, 16 to 24 frames, about ten a second.</summary>
internal static class GlyphVideo
{
    private const int Size = 64;
    private const int Inks = 16;
    private const int Papers = 4;

    /// <summary>The clip.</summary>
    public static VideoClip Render(SampleObject thing)
    {
        var random = thing.Sensor(Modality.Video);
        var motion = new GlyphMotion(Size, random);
        var frames = new byte[16 + random.Below(9)][];
        var field = new StrokeField(Size, Size);
        for (var i = 0; i < frames.Length; i++)
        {
            field.Draw(thing.Glyph, motion.At((double)i / frames.Length));
            var frame = new byte[Size * Size];
            for (var pixel = 0; pixel < frame.Length; pixel++)
            {
                var ink = (int)Math.Round((Inks - 1) * field.Coverage(pixel));
                frame[pixel] = (byte)(ink * Papers + PaperAt(pixel));
            }

            frames[i] = frame;
        }

        return new(Size, Size, Palette(thing.Colours), frames, FrameCentiseconds: 8 + random.Below(5));
    }

    // Colour index = ink step x paper step: paper in bands from left to right, ink blended over each.
    private static int PaperAt(int pixel) => pixel % Size * Papers / Size;

    private static byte[] Palette(InkAndPaper colours)
    {
        var palette = new byte[3 * Inks * Papers];
        for (var i = 0; i < Inks * Papers; i++)
        {
            colours.Paper.Toward(colours.Far, (double)(i % Papers) / (Papers - 1))
                .Toward(colours.Ink, (double)(i / Papers) / (Inks - 1))
                .Write(palette.AsSpan(3 * i, 3));
        }

        return palette;
    }
}
