namespace UniBind.Grid.Samples;

/// <summary>Where a glyph lies in a picture: its centre and height in pixels, and a turn in radians, clockwise.</summary>
internal readonly record struct Placement(double X, double Y, double Height, double Angle = 0);
