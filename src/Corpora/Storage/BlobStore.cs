using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace UniBind.Grid.Corpora;

/// <summary>Files under their own SHA-256, in one folder: written once, never changed, safe to read by everyone at every moment.</summary>
/// <remarks>Thread-safe and safe between processes: two writers of one content agree. A damaged file is replaced when its content is stored again.</remarks>
/// <param name="folder">The folder; made when the first file is written.</param>
public sealed class BlobStore(string folder)
{
    private const int MaxKnown = 100_000;

    // What this process has hashed already, with what the file looked like then: a large file is read once, not whenever it is opened.
    private static readonly ConcurrentDictionary<string, (long Length, DateTime Written)> Whole = new(StringComparer.Ordinal);

    /// <summary>The folder's absolute path.</summary>
    public string Folder { get; } = Path.GetFullPath(folder);

    /// <summary>The file of a hash; need not exist.</summary>
    /// <exception cref="CorpusException">It is no SHA-256 in lower-case hexadecimal.</exception>
    public string PathOf(string sha256) =>
        sha256.Length == 64 && sha256.All(c => char.IsAsciiHexDigitLower(c) || char.IsAsciiDigit(c))
            ? Path.Combine(Folder, sha256[..2], sha256)
            : throw new CorpusException($"'{sha256}' is no SHA-256.");

    /// <summary>The file of a hash, which must exist.</summary>
    /// <exception cref="CorpusException">It does not.</exception>
    public string Require(string sha256)
    {
        var path = PathOf(sha256);
        return File.Exists(path) ? path : throw new CorpusException($"The file {sha256[..12]} is missing in '{Folder}'; restore it from a backup, or build the centers with --force and publish again.");
    }

    /// <summary>The file of a hash, which must exist and have it. A file that this process has checked is not read again unless its length or time changed.</summary>
    /// <exception cref="CorpusException">It is missing, damaged, or cannot be read.</exception>
    public string RequireWhole(string sha256)
    {
        var path = Require(sha256);
        try
        {
            var file = new FileInfo(path);
            var seen = (file.Length, file.LastWriteTimeUtc);
            if (Whole.TryGetValue(path, out var known) && known == seen)
                return path;
            using var stream = File.OpenRead(path);
            if (Convert.ToHexStringLower(SHA256.HashData(stream)) != sha256)
                throw new CorpusException($"The file {sha256[..12]} in '{Folder}' is damaged; restore it from a backup, or build the centers with --force and publish again.");
            if (Whole.Count >= MaxKnown)
                Whole.Clear(); // they are hashed again, once
            Whole[path] = seen;
            return path;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CorpusException($"The file {sha256[..12]} in '{Folder}' cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Stores lines, one text each (which must not hold line ends), as UTF-8, and returns their hash.</summary>
    /// <exception cref="IOException">The disk is full or fails.</exception>
    public Task<string> PutLinesAsync(IEnumerable<string> lines, CancellationToken cancellationToken = default) =>
        PutAsync((stream, ct) => stream.WriteAsync(System.Text.Encoding.UTF8.GetBytes(string.Concat(lines.Select(l => l + "\n"))), ct).AsTask(), cancellationToken);

    /// <summary>Stores a content and returns its hash; durable when this returns.</summary>
    /// <param name="write">Writes the content to a stream.</param>
    /// <param name="cancellationToken">Ends the writing; nothing is stored then.</param>
    /// <exception cref="IOException">The disk is full or fails.</exception>
    public async Task<string> PutAsync(Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken = default)
    {
        Directory.CreateDirectory(Folder);
        var temporary = Path.Combine(Folder, $"writing-{Guid.NewGuid():N}");
        var (sha256, length) = ("", 0L);
        try
        {
            await DurableFile.WriteTemporaryAsync(temporary, async stream =>
            {
                var hashing = new HashingStream(stream);
                await using (hashing.ConfigureAwait(false))
                {
                    await write(hashing, cancellationToken).ConfigureAwait(false);
                    (sha256, length) = (hashing.Sha256, hashing.Length);
                }
            }, cancellationToken).ConfigureAwait(false);
            var path = PathOf(sha256);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            if (File.Exists(path) && !await HasAsync(path, length, sha256, cancellationToken).ConfigureAwait(false))
                DurableFile.Replace(temporary, path);
            else if (!DurableFile.TryPublish(temporary, path))
                Touch(path);
            return sha256;
        }
        finally
        {
            DurableFile.Discard(temporary);
        }
    }

    /// <summary>All files of the store, and what writers that ended before their time left; in no order.</summary>
    /// <exception cref="CorpusException">The folder cannot be read.</exception>
    public IEnumerable<StoredBlob> List()
    {
        if (!Directory.Exists(Folder))
            yield break;
        foreach (var file in new DirectoryInfo(Folder).EnumerateFiles("*", SearchOption.AllDirectories))
            yield return new StoredBlob(file.Name, file.FullName, file.Length, file.LastWriteTimeUtc);
    }

    /// <summary>Deletes files that nobody names any more. One that was used again since it was listed stays.</summary>
    /// <returns>The files and bytes that are gone.</returns>
    /// <exception cref="CorpusException">One cannot be deleted; those before it are gone.</exception>
    public (int Files, long Bytes) Remove(IEnumerable<StoredBlob> blobs)
    {
        var (files, bytes) = (0, 0L);
        foreach (var blob in blobs)
        {
            try
            {
                if (File.GetLastWriteTimeUtc(blob.Path) != blob.Used)
                    continue;
                File.Delete(blob.Path);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new CorpusException($"The file {blob.Name} in '{Folder}' cannot be removed: {e.Message}", e);
            }
            (files, bytes) = (files + 1, bytes + blob.Bytes);
        }
        return (files, bytes);
    }

    /// <summary>A content that is stored again is in use again, whatever its age: who removes old files goes by this time.</summary>
    private static void Touch(string path)
    {
        try
        {
            File.SetLastWriteTimeUtc(path, DateTime.UtcNow);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CorpusException($"The file '{path}' is there and cannot be marked as used: {e.Message}", e);
        }
    }

    private static async Task<bool> HasAsync(string path, long length, string sha256, CancellationToken cancellationToken) =>
        new FileInfo(path).Length == length && await FileHash.Sha256Async(path, cancellationToken).ConfigureAwait(false) == sha256;
}
