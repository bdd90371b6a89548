namespace UniBind.Grid.Alignment;

/// <summary>A language model gave no usable answer.</summary>
/// <param name="reason">Why, without an end.</param>
/// <param name="isFatal">Whether no further request to the endpoint can succeed.</param>
internal sealed class ChatRefusedException(string reason, bool isFatal) : Exception(reason)
{
    /// <summary>Whether no further request to the endpoint can succeed.</summary>
    public bool IsFatal => isFatal;
}
