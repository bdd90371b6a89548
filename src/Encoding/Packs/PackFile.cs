namespace UniBind.Grid.Encoding;

/// <summary>A file of a pack.</summary>
/// <param name="Path">Its path relative to the pack's folder, with <c>/</c>.</param>
/// <param name="Sha256">The SHA-256 of its bytes, 64 lower-case hexadecimal digits.</param>
public sealed record PackFile(string Path, string Sha256);
