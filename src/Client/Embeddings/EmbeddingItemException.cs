namespace UniBind.Grid.Client;

/// <summary>One item of a list cannot be embedded or classified; the message is one sentence for the user. The same item fails again, the others do not.</summary>
/// <param name="index">The item's place in the caller's list, from 0.</param>
/// <param name="code">One of <see cref="ItemErrorCodes"/>, or the server's own code.</param>
/// <param name="message">The sentence.</param>
public sealed class EmbeddingItemException(int index, string code, string message) : Exception(message)
{
    /// <summary>The item's place in the caller's list, from 0.</summary>
    public int Index { get; } = index;

    /// <summary>One of <see cref="ItemErrorCodes"/>, or the server's own code.</summary>
    public string Code { get; } = code;
}
