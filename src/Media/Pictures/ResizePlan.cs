namespace UniBind.Grid.Media;

/// <summary>How a picture of one size becomes a square: the size that the whole of it is resampled to, and the window that is kept.</summary>
/// <param name="Width">The width of the whole picture after resampling.</param>
/// <param name="Height">The height of the whole picture after resampling.</param>
/// <param name="Left">The first column that is kept.</param>
/// <param name="Top">The first row that is kept.</param>
/// <param name="Size">The side of the square.</param>
internal readonly record struct ResizePlan(long Width, long Height, long Left, long Top, int Size)
{
    /// <summary>Makes the plan.</summary>
    /// <param name="width">The picture's width.</param>
    /// <param name="height">The picture's height.</param>
    /// <param name="size">The side of the square.</param>
    /// <param name="crop">What happens to what is not square.</param>
    internal static ResizePlan For(int width, int height, int size, PictureCrop crop)
    {
        if (crop == PictureCrop.Stretch)
            return new(size, size, 0, 0, size);
        // torchvision's Resize: the shorter side becomes the size, the longer one is cut to whole pixels.
        var scaled = width <= height
            ? (Width: (long)size, Height: (long)size * height / width)
            : (Width: (long)size * width / height, Height: (long)size);
        return new(scaled.Width, scaled.Height, Middle(scaled.Width - size), Middle(scaled.Height - size), size);
    }

    // torchvision's CenterCrop rounds halves to even, as Python does.
    private static long Middle(long rest) => (long)Math.Round(rest / 2.0, MidpointRounding.ToEven);
}
