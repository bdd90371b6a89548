using System.Runtime.CompilerServices;
using UniBind.Grid.Corpora;

namespace UniBind.Grid.Alignment;

/// <summary>A knowledge base as a file: JSON lines, one <see cref="Description"/> each, UTF-8. Empty fields are left out.</summary>
/// <remarks>Thread-safe. A file is at most <see cref="MaxFileBytes"/>, a line at most <see cref="MaxLineBytes"/>; blank lines are skipped.</remarks>
public static class KnowledgeFile
{
    /// <summary>The most bytes of one line: 64 KiB.</summary>
    public const int MaxLineBytes = 64 << 10;

    /// <summary>The most bytes of a file: 1 GiB.</summary>
    public const long MaxFileBytes = 1L << 30;

    /// <summary>The number of broken lines after which reading stops; one message tells them all.</summary>
    public const int MaxFaults = 20;

    /// <summary>
    /// Reads a file line by line. Sound lines are handed out as they come; broken ones are told at the end (or after <see cref="MaxFaults"/> of
    /// them), so a caller that may not act on half a file uses <see cref="ReadAllAsync"/>.
    /// </summary>
    /// <exception cref="AlignmentException">
    /// The file is missing or too large, lines are broken (file and line numbers are in the message), or a class is spelled in two ways that differ
    /// by case, blanks or underscores alone.
    /// </exception>
    public static async IAsyncEnumerable<Description> ReadAsync(string path, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var stream = Open(path);
        await using (stream.ConfigureAwait(false))
        {
            var faults = new KnowledgeFaults(path);
            var spellings = new ClassSpellings();
            await foreach (var (number, line) in KnowledgeLines.ReadAsync(stream, cancellationToken).ConfigureAwait(false))
            {
                if (KnowledgeLine.TryParse(line, out var description, out var fault))
                {
                    if (spellings.Clash(description.Class, number) is not { } clash)
                    {
                        yield return description;
                        continue;
                    }
                    fault = clash;
                }
                if (fault.Length > 0 && faults.Add(number, fault))
                    break;
            }
            faults.ThrowIfAny();
        }
    }

    /// <summary>Reads a whole file, or nothing of it.</summary>
    /// <exception cref="AlignmentException">As <see cref="ReadAsync"/>.</exception>
    public static async Task<List<Description>> ReadAllAsync(string path, CancellationToken cancellationToken = default)
    {
        var descriptions = new List<Description>();
        await foreach (var description in ReadAsync(path, cancellationToken).ConfigureAwait(false))
            descriptions.Add(description);
        return descriptions;
    }

    /// <summary>Writes a file and puts it in place of whatever had its name once it is complete and durable.</summary>
    /// <returns>The number of descriptions.</returns>
    public static async Task<long> WriteAsync(string path, IAsyncEnumerable<Description> descriptions, CancellationToken cancellationToken = default)
    {
        path = Path.GetFullPath(path);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var written = 0L;
        await DurableFile.ReplaceAsync(path, async stream =>
        {
            written = await WriteAsync(stream, descriptions, cancellationToken).ConfigureAwait(false);
        }, cancellationToken).ConfigureAwait(false);
        return written;
    }

    /// <summary>Writes descriptions to a stream, one a line.</summary>
    /// <returns>Their number.</returns>
    public static async Task<long> WriteAsync(Stream stream, IAsyncEnumerable<Description> descriptions, CancellationToken cancellationToken = default)
    {
        var written = 0L;
        await foreach (var description in descriptions.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            await stream.WriteAsync(KnowledgeLine.Serialize(description), cancellationToken).ConfigureAwait(false);
            written++;
        }
        return written;
    }

    /// <summary>Writes a file and puts it in place of whatever had its name once it is complete and durable.</summary>
    public static Task WriteAsync(string path, IEnumerable<Description> descriptions, CancellationToken cancellationToken = default) =>
        WriteAsync(path, descriptions.ToAsyncEnumerable(), cancellationToken);

    private static FileStream Open(string path)
    {
        try
        {
            var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1 << 16);
            if (stream.Length <= MaxFileBytes)
                return stream;
            stream.Dispose();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new AlignmentException($"The knowledge base '{path}' cannot be read: {e.Message}", e);
        }
        throw new AlignmentException($"The knowledge base '{path}' has more than {MaxFileBytes >> 30} GiB; split it by class.");
    }
}
