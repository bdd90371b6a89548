namespace UniBind.Grid.Corpora;

/// <summary>
/// A failure of a whole corpus or job folder rather than of one item: the source does not exist, a manifest is broken beyond use,
/// the output folder belongs to another job. The message is one sentence for the user: what is wrong, where, and what to do.
/// </summary>
/// <param name="message">The sentence.</param>
/// <param name="inner">The failure underneath, if any.</param>
public sealed class CorpusException(string message, Exception? inner = null) : Exception(message, inner);
