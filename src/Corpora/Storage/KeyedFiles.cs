namespace UniBind.Grid.Corpora;

/// <summary>Files under names that follow from what they were made of, so that nothing is made twice. Each is absent or complete, also after a power cut.</summary>
/// <remarks>Thread-safe and safe between processes.</remarks>
/// <param name="folder">The folder; made when the first file is written.</param>
public sealed class KeyedFiles(string folder)
{
    /// <summary>The folder's absolute path.</summary>
    public string Folder { get; } = Path.GetFullPath(folder);

    /// <summary>The file of a key, or null when there is none.</summary>
    /// <param name="key">Hexadecimal digits, at least 8.</param>
    public string? Find(string key) => PathOf(key) is var path && File.Exists(path) ? path : null;

    /// <summary>Writes the file of a key unless there is one; what stands was made of the same.</summary>
    /// <exception cref="IOException">The disk is full or fails.</exception>
    public Task CreateAsync(string key, Func<Stream, Task> write, CancellationToken cancellationToken = default) =>
        DurableFile.CreateAsync(Prepare(key), write, cancellationToken);

    /// <summary>Writes the file of a key in place of the one there is.</summary>
    /// <exception cref="IOException">The disk is full or fails.</exception>
    public Task ReplaceAsync(string key, Func<Stream, Task> write, CancellationToken cancellationToken = default) =>
        DurableFile.ReplaceAsync(Prepare(key), write, cancellationToken);

    /// <summary>Deletes the file of a key, if there is one.</summary>
    public void Remove(string key) => DurableFile.Discard(PathOf(key));

    private string Prepare(string key)
    {
        var path = PathOf(key);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        return path;
    }

    private string PathOf(string key) => key.Length >= 8 && key.All(char.IsAsciiHexDigitLower)
        ? Path.Combine(Folder, key[..2], key)
        : throw new ArgumentException($"'{key}' is no key of hexadecimal digits.", nameof(key));
}
