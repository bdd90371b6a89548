using System.Runtime.CompilerServices;
using Parquet;
using Parquet.Schema;

namespace UniBind.Grid.Corpora;

/// <summary>Reads .parquet with the text columns id, uri, modality, labels (text separated by <c>;</c>, or a list of text), group, text, split, sha256.</summary>
/// <remarks>One row group is in memory at a time. The footer's counts are checked against the file and against bounds before columns are read.</remarks>
internal sealed class ParquetManifestReader : IManifestReader
{
    private const long MaxGroupRows = 16_000_000;
    private const long MaxGroupBytes = 1L << 30;

    public async IAsyncEnumerable<ManifestRow> ReadAsync(string path, CorpusSourceOptions options, [EnumeratorCancellation] CancellationToken ct)
    {
        var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        await using (stream.ConfigureAwait(false))
        {
            var reader = await Guard(path, () => OpenAsync(stream, ct)).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                long number = 0;
                for (var g = 0; g < reader.RowGroupCount; g++)
                {
                    var group = g;
                    var rows = await Guard(path, () => ReadGroupAsync(reader, group, stream.Length, path, ct)).ConfigureAwait(false);
                    for (var i = 0; i < rows.Count; i++)
                        yield return Row(rows, i, ++number);
                }
            }
        }
    }

    private static Task<ParquetReader> OpenAsync(FileStream stream, CancellationToken ct)
    {
        ParquetFooter.Check(stream);
        stream.Position = 0;
        return ParquetReader.CreateAsync(stream, cancellationToken: ct);
    }

    private static ManifestRow Row(ParquetManifestGroup rows, int i, long number)
    {
        Modality? modality = null;
        if (rows.Modality?[i] is { Length: > 0 } name)
        {
            if (!Modalities.TryParse(name, out var parsed))
                return new(number, default, ManifestJson.UnknownModality(name));
            modality = parsed;
        }
        return new(number, new ManifestRecord
        {
            Id = rows.Id?[i],
            Uri = rows.Uri?[i],
            Modality = modality,
            Labels = rows.Labels?[i],
            Group = rows.Group?[i],
            Text = rows.Text?[i],
            Split = rows.Split?[i],
            Sha256 = rows.Sha256?[i],
        });
    }

    private static async Task<ParquetManifestGroup> ReadGroupAsync(ParquetReader reader, int index, long fileBytes, string path, CancellationToken ct)
    {
        using var group = reader.OpenRowGroupReader(index);
        if (group.RowCount is < 0 or > MaxGroupRows)
            throw new CorpusException($"The manifest '{path}' has a row group of {group.RowCount:N0} rows; the limit is {MaxGroupRows:N0}.");
        var columns = new ParquetManifestColumns(group, (int)group.RowCount, fileBytes, MaxGroupBytes, path);
        var uri = Find(reader, "uri");
        var text = Find(reader, "text");
        if (uri is null && text is null)
            throw new CorpusException($"The manifest '{path}' has neither a column 'uri' nor a column 'text'.");
        return new ParquetManifestGroup(
            (int)group.RowCount,
            await columns.TextAsync(Find(reader, "id"), ct).ConfigureAwait(false),
            await columns.TextAsync(uri, ct).ConfigureAwait(false),
            await columns.TextAsync(Find(reader, "modality"), ct).ConfigureAwait(false),
            await columns.LabelsAsync(Find(reader, "labels"), ct).ConfigureAwait(false),
            await columns.TextAsync(Find(reader, "group"), ct).ConfigureAwait(false),
            await columns.TextAsync(text, ct).ConfigureAwait(false),
            await columns.TextAsync(Find(reader, "split"), ct).ConfigureAwait(false),
            await columns.TextAsync(Find(reader, "sha256"), ct).ConfigureAwait(false));
    }

    private static DataField? Find(ParquetReader reader, string name) =>
        Array.Find(reader.Schema.DataFields, f => string.Equals(f.Path.FirstPart, name, StringComparison.Ordinal));

    /// <summary>The Parquet library reports a broken file in many ways, allocation failures among them; to the user they are one.</summary>
    private static async Task<T> Guard<T>(string path, Func<Task<T>> read)
    {
        try
        {
            return await read().ConfigureAwait(false);
        }
        catch (Exception e) when (e is not (OperationCanceledException or CorpusException))
        {
            throw new CorpusException($"The manifest '{path}' cannot be read as Parquet: {ListedItem.Shorten(e.Message)}", e);
        }
    }
}
