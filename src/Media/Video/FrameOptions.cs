namespace UniBind.Grid.Media;

/// <summary>The options that the frame profiles share.</summary>
/// <param name="Frames">How many frames, <c>frames</c>.</param>
/// <param name="Size">The side of a frame in pixels, <c>size</c>.</param>
internal readonly record struct FrameOptions(int Frames, int Size)
{
    private const int MaxValues = 1 << 26;

    /// <summary>Reads the options.</summary>
    /// <exception cref="InvalidDataException">A value is out of range, or an item would have more than 67 million values.</exception>
    internal static FrameOptions Read(string profile, ProfileOptions options, int size)
    {
        var read = new FrameOptions(options.Int("frames", 8, 1, 1_024), options.Int("size", size, 1, 2_048));
        var values = 3L * read.Frames * read.Size * read.Size;
        return values <= MaxValues ? read : throw new InvalidDataException(FormattableString.Invariant(
            $"The options 'frames' and 'size' of the profile '{profile}' make {values:N0} values an item; at most {MaxValues:N0} are allowed."));
    }
}
