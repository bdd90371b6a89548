using Parquet;
using Parquet.Schema;

namespace UniBind.Grid.Corpora;

/// <summary>Reads text columns of one row group, refusing what its own header cannot be right about.</summary>
internal sealed class ParquetManifestColumns(ParquetRowGroupReader group, int rows, long fileBytes, long maxBytes, string path)
{
    private const long MostLabelsPerRow = 64;

    public async Task<string?[]?> TextAsync(DataField? field, CancellationToken ct)
    {
        if (field is null)
            return null;
        if (field.MaxRepetitionLevel > 0)
            throw new CorpusException($"The column '{field.Name}' of the manifest '{path}' must be text, not a list.");
        Check(field, rows);
        var values = new string?[rows];
        await group.ReadAsync(field, values!, cancellationToken: ct).ConfigureAwait(false);
        return values;
    }

    public async Task<IReadOnlyList<string>?[]?> LabelsAsync(DataField? field, CancellationToken ct)
    {
        if (field is null)
            return null;
        if (field.MaxRepetitionLevel == 0)
            return Array.ConvertAll((await TextAsync(field, ct).ConfigureAwait(false))!, ManifestRecord.SplitLabels);

        var count = Check(field, rows * MostLabelsPerRow);
        var values = new ReadOnlyMemory<char>[count];
        var definition = new int[count];
        var repetition = new int[count];
        await group.ReadRawAsync<ReadOnlyMemory<char>>(field, values, definition, repetition, ct).ConfigureAwait(false);
        return Assemble(field, values, definition, repetition);
    }

    /// <summary>A repetition level of 0 begins a row; a definition level below the field's maximum is an absent label or list.</summary>
    private IReadOnlyList<string>?[] Assemble(DataField field, ReadOnlyMemory<char>[] values, int[] definition, int[] repetition)
    {
        var labels = new IReadOnlyList<string>?[rows];
        List<string>? current = null;
        int row = -1, value = 0;
        for (var i = 0; i < repetition.Length; i++)
        {
            if (repetition[i] == 0)
            {
                if (++row >= rows)
                    break;
                current = null;
            }
            if (definition[i] < field.MaxDefinitionLevel || row < 0)
                continue;
            if (current is null)
                labels[row] = current = [];
            current.Add(values[value++].ToString());
        }
        return labels;
    }

    private int Check(DataField field, long maxValues)
    {
        if (field.ClrType != typeof(ReadOnlyMemory<char>) && field.ClrType != typeof(string))
            throw new CorpusException($"The column '{field.Path.FirstPart}' of the manifest '{path}' must be text; it is {field.ClrType.Name}.");
        var chunk = group.GetMetadata(field)?.MetaData ?? throw new CorpusException($"The manifest '{path}' names a column '{field.Path.FirstPart}' that it does not hold.");
        if (chunk.NumValues < 0 || chunk.NumValues > maxValues || chunk.TotalCompressedSize > fileBytes || chunk.TotalUncompressedSize is < 0 || chunk.TotalUncompressedSize > maxBytes)
            throw new CorpusException($"The column '{field.Path.FirstPart}' of the manifest '{path}' declares more than it can hold; write smaller row groups.");
        return (int)chunk.NumValues;
    }
}
