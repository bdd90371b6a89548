namespace UniBind.Grid.Corpora;

/// <summary>A name in a folder.</summary>
/// <param name="Name">The name.</param>
/// <param name="IsFolder">True for folders and for links to folders.</param>
/// <param name="IsLink">True for symbolic links.</param>
internal readonly record struct TreeEntry(string Name, bool IsFolder, bool IsLink);
