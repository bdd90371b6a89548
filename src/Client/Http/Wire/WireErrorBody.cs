namespace UniBind.Grid.Client;

/// <summary>The body of a refusal.</summary>
/// <param name="Error">The error.</param>
internal sealed record WireErrorBody(WireError? Error);
