namespace UniBind.Grid.Corpora;

/// <summary>
/// A failure of a whole corpus or job folder rather than of one item: the source does not exist, a manifest is broken beyond use,
/// the output folder belongs to another job, storage does not answer. The message is one sentence for the user: what is wrong, where, and what to do.
/// </summary>
/// <param name="message">The sentence.</param>
/// <param name="inner">The failure underneath, if any.</param>
public sealed class CorpusException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>What kind of failure it is, for the few callers that act on it.</summary>
    public CorpusFault Fault { get; init; }

    /// <summary>True where the same step may succeed later: storage is overloaded, times out, cannot be reached or has no room.</summary>
    public bool IsTransient => Fault == CorpusFault.Transient;
}
