using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;

namespace UniBind.Grid.Alignment;

/// <summary>Cuts a stream into lines of bounded length; blank lines are left out.</summary>
internal static class KnowledgeLines
{
    /// <summary>The lines, counted from 1, without their ends. A line longer than <see cref="KnowledgeFile.MaxLineBytes"/> is one byte more than that.</summary>
    public static async IAsyncEnumerable<(long Number, ReadOnlyMemory<byte> Line)> ReadAsync(
        Stream stream, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var reader = PipeReader.Create(stream, new StreamPipeReaderOptions(bufferSize: 1 << 16, leaveOpen: true));
        var number = 0L;
        var skipping = false;
        while (true)
        {
            var read = await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            var buffer = read.Buffer;
            while (Cut(ref buffer, read.IsCompleted) is { } line)
            {
                if (!skipping && Text(line, ++number) is { Length: > 0 } text)
                    yield return (number, text);
                skipping = false;
            }
            if (buffer.Length > KnowledgeFile.MaxLineBytes)
            {
                if (!skipping)
                    yield return (++number, buffer.Slice(0, KnowledgeFile.MaxLineBytes + 1).ToArray());
                skipping = true;
                buffer = buffer.Slice(buffer.End);
            }
            reader.AdvanceTo(buffer.Start, buffer.End);
            if (read.IsCompleted)
                break;
        }
        await reader.CompleteAsync().ConfigureAwait(false);
    }

    private static ReadOnlySequence<byte>? Cut(ref ReadOnlySequence<byte> buffer, bool isCompleted)
    {
        if (buffer.PositionOf((byte)'\n') is { } end)
        {
            var line = buffer.Slice(0, end);
            buffer = buffer.Slice(buffer.GetPosition(1, end));
            return line;
        }
        if (!isCompleted || buffer.IsEmpty)
            return null;
        var last = buffer;
        buffer = buffer.Slice(buffer.End);
        return last;
    }

    private static ReadOnlyMemory<byte> Text(ReadOnlySequence<byte> line, long number)
    {
        if (line.Length > KnowledgeFile.MaxLineBytes)
            line = line.Slice(0, KnowledgeFile.MaxLineBytes + 1);
        ReadOnlyMemory<byte> bytes = line.ToArray();
        if (number == 1 && bytes.Span.StartsWith(System.Text.Encoding.UTF8.Preamble))
            bytes = bytes[3..];
        var trimmed = bytes.Span.Trim(" \t\r"u8);
        return trimmed.IsEmpty ? default : bytes;
    }
}
