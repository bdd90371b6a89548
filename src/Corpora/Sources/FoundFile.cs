namespace UniBind.Grid.Corpora;

/// <summary>A file that a listing came upon.</summary>
/// <param name="Name">Its name relative to the root, with <c>/</c>.</param>
/// <param name="RealPath">Its absolute path without symbolic links.</param>
/// <param name="Length">Its bytes.</param>
/// <param name="Version">Its <see cref="FileVersion"/>.</param>
internal readonly record struct FoundFile(string Name, string RealPath, long Length, string Version);
