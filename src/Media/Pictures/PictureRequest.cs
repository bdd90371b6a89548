namespace UniBind.Grid.Media;

/// <summary>What a picture is decoded to.</summary>
internal readonly record struct PictureRequest
{
    /// <summary>Color, three 8-bit channels.</summary>
    public PictureRequest()
    {
    }

    /// <summary>3 for RGB, 1 for grey.</summary>
    public int Channels { get; init; } = 3;

    /// <summary>True to get a single-channel picture of more than 8 bits as one channel of all its bits, whatever <see cref="Channels"/> says.</summary>
    public bool KeepDepth { get; init; }

    /// <summary>True to turn the picture as its EXIF orientation says.</summary>
    public bool Orient { get; init; } = true;

    /// <summary>When above 0, a JPEG may come at 1/2, 1/4 or 1/8 of its size, as long as its shorter side keeps this many pixels.</summary>
    public int ShrinkTo { get; init; }
}
