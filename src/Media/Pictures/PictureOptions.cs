namespace UniBind.Grid.Media;

/// <summary>The options that the picture profiles share.</summary>
internal sealed record PictureOptions
{
    private const int MaxSize = 2048;

    /// <summary><c>size</c>: the side of the square, 224 by default.</summary>
    public required int Size { get; init; }

    /// <summary><c>crop</c>: <c>center</c> (default) or <c>stretch</c>.</summary>
    public required PictureCrop Crop { get; init; }

    /// <summary><c>normalize</c>: <c>clip</c>, <c>unit</c> or <c>half</c>.</summary>
    public required PixelNormalization Normalization { get; init; }

    /// <summary><c>exact</c>: true for Pillow's result bit by bit; false (default) lets a large JPEG be reduced while it is decoded, other formats are not affected.</summary>
    public required bool Exact { get; init; }

    /// <summary><c>exif</c>: true (default) to apply the EXIF orientation, false to ignore it as ImageBind does.</summary>
    public required bool Exif { get; init; }

    /// <summary>Reads the options.</summary>
    /// <exception cref="InvalidDataException">A value is not allowed.</exception>
    internal static PictureOptions Read(ProfileOptions options, PixelNormalization normalization) => new()
    {
        Size = options.Int("size", 224, 1, MaxSize),
        Crop = Name(options, "crop", PictureCrop.Center),
        Normalization = Name(options, "normalize", normalization),
        Exact = options.Flag("exact", false),
        Exif = options.Flag("exif", true),
    };

    /// <summary>The options in one line, with the version of the decoder that they steer.</summary>
    public override string ToString() => FormattableString.Invariant(
        $"size={Size} crop={Lower(Crop)} normalize={Lower(Normalization)} exact={Lower(Exact)} exif={Lower(Exif)} libvips={VipsRuntime.Version}");

    /// <summary>What to decode for these options.</summary>
    internal PictureRequest Request(int channels, bool keepDepth = false) =>
        new() { Channels = channels, KeepDepth = keepDepth, Orient = Exif, ShrinkTo = Exact ? 0 : Size };

    private static T Name<T>(ProfileOptions options, string name, T fallback) where T : struct, Enum =>
        Enum.Parse<T>(options.Text(name, Lower(fallback), [.. Enum.GetNames<T>().Select(n => n.ToLowerInvariant())]), ignoreCase: true);

    private static string Lower<T>(T value) where T : notnull => value.ToString()!.ToLowerInvariant();
}
