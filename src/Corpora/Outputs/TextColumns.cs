using Parquet;
using Parquet.Schema;

namespace UniBind.Grid.Corpora;

/// <summary>Writes and reads the text columns of parts.</summary>
internal static class TextColumns
{
    public static Task WriteAsync(ParquetRowGroupWriter group, DataField field, IReadOnlyList<OutputRow> rows, Func<OutputRow, string?> value)
    {
        var values = new string?[rows.Count];
        for (var i = 0; i < values.Length; i++)
            values[i] = value(rows[i]);
        return group.WriteAsync(field, values!);
    }

    public static async Task<string?[]> ReadAsync(ParquetRowGroupReader group, DataField field, CancellationToken ct)
    {
        var values = new string?[group.RowCount];
        await group.ReadAsync(field, values!, cancellationToken: ct).ConfigureAwait(false);
        return values;
    }

    /// <summary>Writes lists of labels; an empty list has one entry, with a definition level below that of a label.</summary>
    public static Task WriteLabelsAsync(ParquetRowGroupWriter group, DataField element, IReadOnlyList<OutputRow> rows, CancellationToken ct)
    {
        var values = new List<ReadOnlyMemory<char>>(rows.Count);
        var definition = new List<int>(rows.Count);
        var repetition = new List<int>(rows.Count);
        foreach (var row in rows)
        {
            for (var i = 0; i < row.Labels.Count; i++)
            {
                values.Add(row.Labels[i].AsMemory());
                definition.Add(element.MaxDefinitionLevel);
                repetition.Add(i == 0 ? 0 : element.MaxRepetitionLevel);
            }
            if (row.Labels.Count > 0)
                continue;
            definition.Add(element.MaxDefinitionLevel - 1);
            repetition.Add(0);
        }
        return group.WriteAllPartsAsync<ReadOnlyMemory<char>>(element, values.ToArray(), definition.ToArray(), repetition.ToArray(), ct);
    }

    public static async Task<IReadOnlyList<string>[]> ReadLabelsAsync(ParquetRowGroupReader group, DataField element, CancellationToken ct)
    {
        var count = checked((int)(group.GetMetadata(element)?.MetaData?.NumValues ?? 0));
        var values = new ReadOnlyMemory<char>[count];
        var definition = new int[count];
        var repetition = new int[count];
        await group.ReadRawAsync<ReadOnlyMemory<char>>(element, values, definition, repetition, ct).ConfigureAwait(false);

        var labels = new IReadOnlyList<string>[group.RowCount];
        int row = -1, value = 0;
        List<string>? current = null;
        for (var i = 0; i < count; i++)
        {
            if (repetition[i] == 0)
            {
                labels[++row] = [];
                current = null;
            }
            if (definition[i] < element.MaxDefinitionLevel)
                continue;
            if (current is null)
                labels[row] = current = [];
            current.Add(values[value++].ToString());
        }
        return labels;
    }
}
