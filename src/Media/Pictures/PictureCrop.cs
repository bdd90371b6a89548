namespace UniBind.Grid.Media;

/// <summary>How a picture that is not square becomes one.</summary>
internal enum PictureCrop
{
    /// <summary>The shorter side becomes the size; of the longer one the middle is kept.</summary>
    Center,

    /// <summary>Both sides become the size; the aspect changes.</summary>
    Stretch,
}
