namespace UniBind.Grid.Silo;

/// <summary>What every route but TEI's and Cohere's answers with when it fails.</summary>
/// <param name="Error">The error.</param>
internal sealed record ErrorBody(ErrorView Error);
