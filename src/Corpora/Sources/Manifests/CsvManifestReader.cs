using System.Runtime.CompilerServices;
using System.Text.Unicode;
using CsvHelper;

namespace UniBind.Grid.Corpora;

/// <summary>Reads .csv with a header line (RFC 4180, comma, UTF-8): columns id, uri, modality, labels (separated by <c>;</c>), group, text, split, sha256.</summary>
internal sealed class CsvManifestReader : IManifestReader
{
    private static readonly string[] Columns = ["id", "uri", "modality", "labels", "group", "text", "split", "sha256"];

    public async IAsyncEnumerable<ManifestRow> ReadAsync(string path, CorpusSourceOptions options, [EnumeratorCancellation] CancellationToken ct)
    {
        long malformed = 0;
        var csv = CsvReader.FromFile(path, new CsvReaderOptions
        {
            Separator = ',',
            TrackLineNumbers = true,
            MaxRecordSize = options.MaxLineBytes,
            MalformedData = CsvMalformedDataHandling.Recover,
            OnMalformedRecord = record => malformed = record.LineNumber,
        }, FileOptions.SequentialScan);
        await using (csv.ConfigureAwait(false))
        {
            var columns = ReadHeader(csv, path);
            while (Next(csv, path))
            {
                ct.ThrowIfCancellationRequested();
                yield return malformed == csv.LineNumber
                    ? new(csv.LineNumber, default, "A field has text before or after its quotes, or a quote is never closed.")
                    : Row(csv, columns);
            }
        }
    }

    private static int[] ReadHeader(CsvReader csv, string path)
    {
        try
        {
            csv.ReadHeader();
        }
        catch (CsvFormatException e)
        {
            throw new CorpusException($"The header line of the manifest '{path}' cannot be read as CSV: {e.Message}", e);
        }
        var columns = Array.ConvertAll(Columns, name => csv.TryGetFieldIndex(name, out var index) ? index : -1);
        return columns[1] >= 0 || columns[5] >= 0
            ? columns
            : throw new CorpusException($"The manifest '{path}' has neither a column 'uri' nor a column 'text'; its first line must name the columns ({string.Join(", ", Columns)}).");
    }

    private static bool Next(CsvReader csv, string path)
    {
        try
        {
            return csv.Read();
        }
        catch (CsvFormatException e)
        {
            throw new CorpusException($"The manifest '{path}' cannot be read as CSV: {e.Message}", e);
        }
    }

    private static ManifestRow Row(CsvReader csv, int[] columns)
    {
        var number = csv.LineNumber;
        if (csv.FieldCount > csv.Headers.Count)
            return new(number, default, $"It has {csv.FieldCount} fields and the header {csv.Headers.Count}; put fields with commas into quotes.");
        if (!Utf8.IsValid(csv.RawRecord))
            return new(number, default, "It is not valid UTF-8.") { Code = ItemErrorCodes.Encoding };

        string? Field(int column) => columns[column] >= 0 && csv.GetString(columns[column]) is { Length: > 0 } value ? value : null;

        Modality? modality = null;
        if (Field(2) is { } name)
        {
            if (!Modalities.TryParse(name, out var parsed))
                return new(number, default, ManifestJson.UnknownModality(name));
            modality = parsed;
        }
        return new(number, new ManifestRecord
        {
            Id = Field(0),
            Uri = Field(1),
            Modality = modality,
            Labels = ManifestRecord.SplitLabels(Field(3)),
            Group = Field(4),
            Text = Field(5),
            Split = Field(6),
            Sha256 = Field(7),
        });
    }
}
