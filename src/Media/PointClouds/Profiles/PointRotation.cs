namespace UniBind.Grid.Media;

/// <summary>A rotation about the up axis, and where wanted the turn from z up to y up before it.</summary>
/// <param name="Cos">The cosine of the angle.</param>
/// <param name="Sin">The sine of the angle.</param>
/// <param name="ZUp">True when the points have z up.</param>
internal readonly record struct PointRotation(float Cos, float Sin, bool ZUp)
{
    /// <summary>Leaves points as they are.</summary>
    public static PointRotation None { get; } = new(1, 0, false);

    /// <summary>A rotation by an angle in radians, right-handed about y; whole quarter turns are exact.</summary>
    public static PointRotation AboutUp(double angle, bool zUp) =>
        new((float)Math.Round(Math.Cos(angle), 12), (float)Math.Round(Math.Sin(angle), 12), zUp);

    /// <summary>Turns one point.</summary>
    public (float X, float Y, float Z) Turn(float x, float y, float z)
    {
        if (ZUp)
            (y, z) = (z, -y);
        return (x * Cos + z * Sin, y, z * Cos - x * Sin);
    }
}
