namespace UniBind.Grid.Corpora;

/// <summary>A job's account does not close: a part is missing, or rows are missing from a part, or there is one too many. The job is not finished.</summary>
/// <param name="message">What does not agree, in one sentence.</param>
public sealed class LedgerException(string message) : Exception(message);
