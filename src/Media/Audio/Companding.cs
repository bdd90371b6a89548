namespace UniBind.Grid.Media;

/// <summary>The decoding tables of ITU-T G.711, scaled so that a 16-bit full scale is 1.</summary>
internal static class Companding
{
    private const float Scale = 1f / 32768f;

    /// <summary>A-law codes to samples.</summary>
    internal static float[] ALaw { get; } = [.. Enumerable.Range(0, 256).Select(code => DecodeALaw(code) * Scale)];

    /// <summary>Mu-law codes to samples.</summary>
    internal static float[] MuLaw { get; } = [.. Enumerable.Range(0, 256).Select(code => DecodeMuLaw(code) * Scale)];

    // Even bits travel inverted; a segment doubles the step, the lowest two share one.
    private static int DecodeALaw(int code)
    {
        code ^= 0x55;
        var segment = (code >> 4) & 7;
        var magnitude = ((code & 15) << 4) + 8;
        if (segment > 0)
            magnitude = (magnitude + 0x100) << (segment - 1);
        return (code & 0x80) != 0 ? magnitude : -magnitude;
    }

    // All bits travel inverted; the bias of 0x84 makes every segment start on a power of two.
    private static int DecodeMuLaw(int code)
    {
        code = ~code;
        var magnitude = ((((code & 15) << 3) + 0x84) << ((code >> 4) & 7)) - 0x84;
        return (code & 0x80) != 0 ? -magnitude : magnitude;
    }
}
