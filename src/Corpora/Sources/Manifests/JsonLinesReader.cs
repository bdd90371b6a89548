using System.Runtime.CompilerServices;

namespace UniBind.Grid.Corpora;

/// <summary>Reads .jsonl: one object a line, with the line's place in the file. Empty lines are passed over.</summary>
internal sealed class JsonLinesReader : IManifestReader
{
    public async IAsyncEnumerable<ManifestRow> ReadAsync(string path, CorpusSourceOptions options, [EnumeratorCancellation] CancellationToken ct)
    {
        var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 0, FileOptions.SequentialScan);
        await using (stream.ConfigureAwait(false))
        {
            var lines = new LineReader(stream, options.MaxLineBytes);
            while (lines.Read())
            {
                ct.ThrowIfCancellationRequested();
                if (lines.IsTooLong)
                    yield return new(lines.Number, default, $"The line is longer than {options.MaxLineBytes:N0} bytes.") { Code = ItemErrorCodes.TooLarge };
                else if (lines.Line.Span.ContainsAnyExcept((byte)' ', (byte)'\t'))
                    yield return Parse(lines);
            }
        }
    }

    private static ManifestRow Parse(LineReader lines)
    {
        ManifestJson.TryParse(lines.Line.Span, out var record, out var problem);
        return new(lines.Number, record, problem, lines.Offset, lines.Line.Length);
    }
}
