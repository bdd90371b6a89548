namespace UniBind.Grid.Samples;

/// <summary>A clip in indexed colour, before it is packed into a container.</summary>
/// <param name="Width">Its width in pixels.</param>
/// <param name="Height">Its height in pixels.</param>
/// <param name="Palette">The colours, red, green, blue; a power of two many.</param>
/// <param name="Frames">The frames: palette indices, row by row.</param>
/// <param name="FrameCentiseconds">How long each frame shows, in hundredths of a second.</param>
internal sealed record VideoClip(int Width, int Height, byte[] Palette, byte[][] Frames, int FrameCentiseconds);
