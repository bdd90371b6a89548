namespace UniBind.Grid.Encoding;

/// <summary>The execution provider that the options ask for is not to be had on this machine, and the CPU may not stand in.</summary>
/// <param name="message">What is missing, what was found, and what to do.</param>
/// <param name="inner">The failure underneath, if any.</param>
public sealed class ProviderUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
