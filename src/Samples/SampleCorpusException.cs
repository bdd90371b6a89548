namespace UniBind.Grid.Samples;

/// <summary>A sample corpus cannot be written as asked. The message is one sentence for the user.</summary>
/// <param name="message">What stands in the way, and what to do.</param>
/// <param name="inner">The failure underneath, if any.</param>
public sealed class SampleCorpusException(string message, Exception? inner = null) : Exception(message, inner);
