namespace UniBind.Grid.Samples;

/// <summary>A colour, each part 0 to 255.</summary>
internal readonly record struct Rgb(double R, double G, double B)
{
    /// <summary>The colour that lies a share of the way to another.</summary>
    public Rgb Toward(Rgb other, double share) => new(R + share * (other.R - R), G + share * (other.G - G), B + share * (other.B - B));

    /// <summary>The colour with the same amount added to each part.</summary>
    public Rgb Plus(double amount) => new(R + amount, G + amount, B + amount);

    /// <summary>Its three bytes, rounded and clamped.</summary>
    public void Write(Span<byte> pixel)
    {
        pixel[0] = Quantise(R);
        pixel[1] = Quantise(G);
        pixel[2] = Quantise(B);
    }

    private static byte Quantise(double value) => (byte)Math.Clamp(Math.Round(value), 0, 255);
}
