namespace UniBind.Grid.Client;

/// <summary>What a request used.</summary>
/// <param name="PromptTokens">The tokens of its texts.</param>
internal sealed record WireUsage(long PromptTokens);
