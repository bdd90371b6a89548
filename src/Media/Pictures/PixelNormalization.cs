namespace UniBind.Grid.Media;

/// <summary>How 8-bit samples become the numbers that an encoder was trained on.</summary>
internal enum PixelNormalization
{
    /// <summary><c>(x/255 - mean) / std</c> with the channel means and deviations of CLIP.</summary>
    Clip,

    /// <summary><c>x/255</c>, from 0 to 1.</summary>
    Unit,

    /// <summary><c>(x/255 - 0.5) / 0.5</c>, from -1 to 1.</summary>
    Half,
}
