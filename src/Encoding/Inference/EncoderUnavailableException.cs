namespace UniBind.Grid.Encoding;

/// <summary>An encoder fails on every item, its own test item included: the device or the session is broken, not the items. Work is to be repeated elsewhere.</summary>
/// <param name="message">What failed.</param>
/// <param name="inner">The failure underneath, if any.</param>
public sealed class EncoderUnavailableException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>True when a Run of this very work did not end: repeating it may cost another thread.</summary>
    public bool IsHang { get; init; }
}
