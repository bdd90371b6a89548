namespace UniBind.Grid.Encoding;

/// <summary>What became of one item: either a vector or an error.</summary>
/// <param name="Vector">The raw embedding, L2-normalised; null when there is an error. The caller's own.</param>
/// <param name="Error">Why the item has none; null when there is a vector.</param>
public readonly record struct EncodeResult(float[]? Vector, ItemException? Error)
{
    /// <summary>How long an online item waited for the device; zero in a planned batch.</summary>
    public TimeSpan Queue { get; init; }

    /// <summary>How long the Runs lasted that an online item shared; zero in a planned batch.</summary>
    public TimeSpan Run { get; init; }

    /// <summary>The item's part of <see cref="Run"/>, shared out equally among the items of the Run.</summary>
    public TimeSpan RunShare { get; init; }
}
