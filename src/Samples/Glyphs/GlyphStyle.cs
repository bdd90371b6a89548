namespace UniBind.Grid.Samples;

/// <summary>How one hand writes: shared by every sensor that sees the same object.</summary>
internal sealed record GlyphStyle
{
    /// <summary>Which way of writing the digit, from 0.</summary>
    public required int Variant { get; init; }

    /// <summary>The stroke's half width, in heights of the glyph.</summary>
    public required double Radius { get; init; }

    /// <summary>How far the top leans right, in heights.</summary>
    public required double Slant { get; init; }

    /// <summary>Width over nominal width.</summary>
    public required double Aspect { get; init; }

    /// <summary>Turn in radians, clockwise.</summary>
    public required double Angle { get; init; }

    /// <summary>Amplitude of the hand's slow waver, in heights.</summary>
    public required double Waver { get; init; }

    /// <summary>Phases of the waver along x and y.</summary>
    public required (double X, double Y) Phase { get; init; }

    /// <summary>A style for the digit.</summary>
    public static GlyphStyle Draw(int digit, StableRandom random) => new()
    {
        Variant = random.Below(DigitShapes.Variants(digit)),
        Radius = random.Between(.032, .085),
        Slant = random.Between(-.12, .3),
        Aspect = random.Between(.85, 1.2),
        Angle = random.Between(-.14, .14),
        Waver = random.Between(0, .03),
        Phase = (random.Between(0, Math.Tau), random.Between(0, Math.Tau)),
    };
}
