using UniBind.Grid.Corpora;

namespace UniBind.Grid.Alignment;

/// <summary>
/// A knowledge base that grows: answers are appended one at a time, each flushed to the disk, so that what an earlier run wrote is what it need not ask again. An answer
/// that a power cut or a kill tore is taken out on opening, with the answer before it where the two cannot be told apart, and is asked again.
/// </summary>
/// <remarks>Thread-safe. The file is locked against other writers.</remarks>
internal sealed class DescriptionLog : IAsyncDisposable
{
    private readonly KnowledgeLock _right;
    private readonly FileStream _stream;
    private readonly SemaphoreSlim _turn = new(1, 1);

    private DescriptionLog(KnowledgeLock right, FileStream stream, IReadOnlyList<Description> existing) => (_right, _stream, Existing) = (right, stream, existing);

    /// <summary>What the file had when it was opened.</summary>
    public IReadOnlyList<Description> Existing { get; }

    /// <summary>Opens a file, or makes it.</summary>
    /// <exception cref="AlignmentException">It has broken lines, or another process writes to it.</exception>
    public static async Task<DescriptionLog> OpenAsync(string path, CancellationToken cancellationToken)
    {
        path = Path.GetFullPath(path);
        var right = KnowledgeLock.Take(path);
        FileStream? stream = null;
        try
        {
            stream = Open(path);
            if (await RepairAsync(stream, cancellationToken).ConfigureAwait(false))
                await DropLastAnswerAsync(path, stream, cancellationToken).ConfigureAwait(false);
            var existing = await KnowledgeFile.ReadAllAsync(path, cancellationToken).ConfigureAwait(false);
            stream.Position = stream.Length;
            return new DescriptionLog(right, stream, existing);
        }
        catch
        {
            if (stream is not null)
                await stream.DisposeAsync().ConfigureAwait(false);
            right.Dispose();
            throw;
        }
    }

    /// <summary>Appends an answer: all of its descriptions or, if the process ends meanwhile, none that the next opening keeps.</summary>
    public async Task AppendAsync(IReadOnlyList<Description> answer, CancellationToken cancellationToken)
    {
        using var lines = new MemoryStream();
        foreach (var description in answer)
            lines.Write(KnowledgeLine.Serialize(description).Span);
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            // Not cancelled half-way: it takes a moment.
            await _stream.WriteAsync(lines.GetBuffer().AsMemory(0, (int)lines.Length), CancellationToken.None).ConfigureAwait(false);
            RandomAccess.FlushToDisk(_stream.SafeFileHandle);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stream.DisposeAsync().ConfigureAwait(false);
        _right.Dispose();
        _turn.Dispose();
    }

    private static FileStream Open(string path)
    {
        try
        {
            // No buffer: an answer is one write.
            var stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);
            DurableFile.SyncFolderOf(path);
            return stream;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new AlignmentException($"The knowledge base '{path}' cannot be written to: {e.Message}", e);
        }
    }

    /// <summary>Gives the last line an end, or cuts it off where it is torn.</summary>
    /// <returns>True when it was torn.</returns>
    private static async Task<bool> RepairAsync(FileStream stream, CancellationToken cancellationToken)
    {
        var length = (int)Math.Min(stream.Length, KnowledgeFile.MaxLineBytes + 2);
        if (length == 0)
            return false;
        var tail = new byte[length];
        stream.Position = stream.Length - length;
        await stream.ReadExactlyAsync(tail, cancellationToken).ConfigureAwait(false);
        var start = Array.LastIndexOf(tail, (byte)'\n') + 1;
        if (start == length)
            return false;
        if (KnowledgeLine.TryParse(tail.AsMemory(start), out _, out _))
        {
            await stream.WriteAsync("\n"u8.ToArray(), cancellationToken).ConfigureAwait(false);
            return false;
        }

        // A line without an end that is longer than any line is no torn one: leave it for the reader to report.
        if (start == 0 && stream.Length > length)
            return false;
        stream.SetLength(stream.Length - (length - start));
        return true;
    }

    /// <summary>Cuts off the last answer, whose end is missing: the lines at the end that share class, item, prompt and time and that nobody has reviewed.</summary>
    private static async Task DropLastAnswerAsync(string path, FileStream stream, CancellationToken cancellationToken)
    {
        var (start, at, last) = (0L, 0L, default(Description));
        stream.Position = 0;
        await foreach (var (_, line) in KnowledgeLines.ReadAsync(stream, cancellationToken).ConfigureAwait(false))
        {
            if (!KnowledgeLine.TryParse(line, out var description, out _))
                return; // the reader tells
            if (last is null || !SameAnswer(last, description))
                start = at;
            (at, last) = (at + line.Length + 1, description);
        }
        if (last is { State: DescriptionState.Proposed, Llm.Length: > 0 } && at == stream.Length)
            stream.SetLength(start);
        else if (last is { State: DescriptionState.Proposed, Llm.Length: > 0 })
            throw new AlignmentException($"The last answer in '{path}' is torn and the file has blank lines; remove the last lines that share one 'created' time, and run the command again.");
    }

    private static bool SameAnswer(Description a, Description b) =>
        b is { State: DescriptionState.Proposed, Llm.Length: > 0 } && a.State == b.State && a.Class == b.Class && a.Item == b.Item && a.Prompt == b.Prompt && a.Created == b.Created;
}
