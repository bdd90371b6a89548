namespace UniBind.Grid.Silo;

/// <summary>The secret that a rotation replaced.</summary>
/// <param name="Sha256">SHA-256 of the whole key, hexadecimal.</param>
/// <param name="Until">From when on it is refused.</param>
public sealed record ReplacedSecret(string Sha256, DateTimeOffset Until);
