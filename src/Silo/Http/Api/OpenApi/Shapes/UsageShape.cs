namespace UniBind.Grid.Silo;

/// <summary>What a request cost, for the OpenAPI document.</summary>
/// <param name="PromptTokens">The tokens that the encoder read; 0 for other modalities than text.</param>
/// <param name="TotalTokens">The same.</param>
internal sealed record UsageShape(long PromptTokens, long TotalTokens);
