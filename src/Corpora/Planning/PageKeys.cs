namespace UniBind.Grid.Corpora;

/// <summary>What a plan says about the file of its page's content keys.</summary>
/// <param name="Count">The keys.</param>
/// <param name="Sha256">The SHA-256 of the file, lower-case hexadecimal.</param>
public sealed record PageKeys(int Count, string Sha256);
