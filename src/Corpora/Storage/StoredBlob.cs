namespace UniBind.Grid.Corpora;

/// <summary>A file of a <see cref="BlobStore"/>.</summary>
/// <param name="Name">The SHA-256 of its content, or the name of a file that was never completed.</param>
/// <param name="Path">Where it is.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Used">When its content was last stored, UTC.</param>
public readonly record struct StoredBlob(string Name, string Path, long Bytes, DateTime Used);
