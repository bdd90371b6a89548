namespace UniBind.Grid.Alignment;

/// <summary>
/// The right to change a knowledge base, from reading it to writing it: of two commands that change one file at the same time one would lose
/// what the other wrote. An empty file beside it is locked and not the file itself, which is replaced when it is written; it stays, since to
/// delete it would let two commands hold it.
/// </summary>
public sealed class KnowledgeLock : IDisposable
{
    private readonly FileStream _held;

    private KnowledgeLock(FileStream held) => _held = held;

    /// <summary>Takes the right. It ends with the process, however that ends.</summary>
    /// <param name="path">The knowledge base; need not exist.</param>
    /// <exception cref="AlignmentException">Another command has it, or the folder cannot be written to.</exception>
    public static KnowledgeLock Take(string path)
    {
        path = Path.GetFullPath(path);
        var folder = Path.GetDirectoryName(path) ?? path;
        try
        {
            Directory.CreateDirectory(folder);
            return new KnowledgeLock(new FileStream(Path.Combine(folder, $".{Path.GetFileName(path)}.lock"), FileMode.OpenOrCreate, FileAccess.Write, FileShare.None));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new AlignmentException($"The knowledge base '{path}' cannot be written to; wait if another command writes to it ({e.Message}).", e);
        }
    }

    /// <summary>Takes the right to write what is made of a knowledge base.</summary>
    /// <param name="source">The knowledge base that is read.</param>
    /// <param name="target">The one that is written, often the same.</param>
    /// <exception cref="AlignmentException">The source is missing, another command has the right, or the folder cannot be written to.</exception>
    public static KnowledgeLock Take(string source, string target) => File.Exists(source)
        ? Take(target)
        : throw new AlignmentException($"The knowledge base '{source}' cannot be read: there is no such file.");

    /// <summary>Gives the right back.</summary>
    public void Dispose() => _held.Dispose();
}
