namespace UniBind.Grid.Corpora;

/// <summary>A file named by a part's commit point.</summary>
/// <param name="Name">Its name in the same folder; it holds the beginning of the hash.</param>
/// <param name="Sha256">Its SHA-256, lower-case hexadecimal.</param>
/// <param name="Bytes">Its size.</param>
internal sealed record PartFile(string Name, string Sha256, long Bytes);
