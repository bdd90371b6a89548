namespace UniBind.Grid.Samples;

/// <summary>The pixels that a piece of a stroke can touch; right and bottom are exclusive.</summary>
internal readonly record struct PixelBounds(int Left, int Top, int Right, int Bottom)
{
    /// <summary>The bounds of a piece widened by <paramref name="reach"/> pixels, cut at the picture's edges.</summary>
    public static PixelBounds Around(Segment piece, double reach, int width, int height) => new(
        Clamp(Math.Min(piece.X0, piece.X1) - reach, width),
        Clamp(Math.Min(piece.Y0, piece.Y1) - reach, height),
        Clamp(Math.Max(piece.X0, piece.X1) + reach + 1, width),
        Clamp(Math.Max(piece.Y0, piece.Y1) + reach + 1, height));

    private static int Clamp(double value, int limit) => (int)Math.Clamp(Math.Floor(value), 0, limit);
}
