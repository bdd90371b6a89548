namespace UniBind.Grid.Samples;

/// <summary>One thing that all sensors look at: a digit in one handwriting and one pair of colours. Its items share a group.</summary>
internal sealed class SampleObject
{
    // Keys its style apart from what the sensors, keyed by modality, add.
    private const ulong StyleKey = 1000;
    private readonly ulong _seed;

    /// <summary>The object with this number among those of its digit.</summary>
    public SampleObject(ulong seed, int digit, int index)
    {
        (_seed, Digit, Index) = (seed, digit, index);
        var random = new StableRandom(seed, StyleKey, (ulong)digit, (ulong)index);
        Style = GlyphStyle.Draw(digit, random);
        Colours = InkAndPaper.Draw(random);
        Glyph = Glyph.Write(digit, Style);
    }

    /// <summary>Its digit, 0 to 9.</summary>
    public int Digit { get; }

    /// <summary>Its number among the objects of its digit, from 0.</summary>
    public int Index { get; }

    /// <summary>The hand that wrote it.</summary>
    public GlyphStyle Style { get; }

    /// <summary>Its colours.</summary>
    public InkAndPaper Colours { get; }

    /// <summary>Its strokes.</summary>
    public Glyph Glyph { get; }

    /// <summary>The noise of one sensor that looks at it.</summary>
    public StableRandom Sensor(Modality modality) => new(_seed, (ulong)modality, (ulong)Digit, (ulong)Index);
}
