using System.Security.Cryptography;
using UniBind.Grid.Corpora;

namespace UniBind.Grid.Grains;

/// <summary>
/// The files of one class's descriptions. Each activation of the class's grain writes to a file of its own, which begins with what was
/// recorded before: of two activations, as there can be for seconds while the membership changes, none can cut off or mix up lines of the
/// other. The grain's state names the file that counts.
/// </summary>
/// <remarks>Thread-safe as far as one file is written by one caller at a time.</remarks>
/// <param name="folder">The folder, which other classes share.</param>
/// <param name="prefix">What the names of this class's files begin with.</param>
internal sealed class KnowledgeFiles(string folder, string prefix)
{
    // A build that was told of an older file reads it within this time.
    private static readonly TimeSpan Kept = TimeSpan.FromDays(2);

    /// <summary>A name that no other activation has.</summary>
    public string NewName() => $"{prefix}-{Guid.NewGuid():N}.jsonl";

    /// <summary>The path of a file; empty for an empty name.</summary>
    public string PathOf(string name) => name.Length == 0 ? "" : Path.Combine(folder, name);

    /// <summary>Writes lines behind what is recorded, into the file of the caller, and makes them durable.</summary>
    /// <param name="recorded">What is recorded, in whatever file.</param>
    /// <param name="own">The caller's file. When the record is in another, it is copied first.</param>
    /// <param name="lines">The lines.</param>
    /// <returns>The hash of the whole.</returns>
    /// <exception cref="CorpusException">What was recorded is gone or was changed, or the file cannot be written.</exception>
    public string Append(ClassCenterState recorded, string own, byte[] lines)
    {
        var known = AppendFile.Read(PathOf(recorded.File), recorded.Length);
        RequireUnchanged(known, recorded);
        if (own == recorded.File)
        {
            // What may be behind the record is of a write of this activation that failed.
            AppendFile.Append(PathOf(own), recorded.Length, lines);
        }
        else
        {
            AppendFile.Append(PathOf(own), 0, [.. known, .. lines]);
            Sweep(recorded.File, own);
        }
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(known);
        hash.AppendData(lines);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Reads the descriptions that are recorded.</summary>
    /// <exception cref="CorpusException">The file is gone, truncated or was changed.</exception>
    public ClassKnowledge Read(ClassCenterState recorded) => ClassKnowledge.Read(PathOf(recorded.File), recorded.Length, recorded.FileSha256);

    private void RequireUnchanged(byte[] known, ClassCenterState recorded)
    {
        if (known.Length > 0 && Convert.ToHexStringLower(SHA256.HashData(known)) != recorded.FileSha256)
            throw new CorpusException($"'{PathOf(recorded.File)}' was changed outside of the grid; restore it from a backup.");
    }

    /// <summary>Deletes files of activations that ended long ago. A failure to is not worth failing for.</summary>
    private void Sweep(string recorded, string own)
    {
        try
        {
            var before = DateTime.UtcNow - Kept;
            foreach (var file in new DirectoryInfo(folder).EnumerateFiles(prefix + "-*.jsonl"))
                if (file.Name != recorded && file.Name != own && file.LastWriteTimeUtc < before)
                    file.Delete();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The next activation tries again.
        }
    }
}
