using System.Buffers;
using Parquet;
using Parquet.Schema;

namespace UniBind.Grid.Corpora;

/// <summary>Writes and reads a list&lt;float&gt; column whose lists all have one length, with levels of our own and no object a row.</summary>
internal static class FloatLists
{
    public static async Task WriteAsync(ParquetRowGroupWriter group, DataField element, int rows, int dimension, Func<int, float[]> row, CancellationToken ct)
    {
        var count = checked(rows * dimension);
        var values = ArrayPool<float>.Shared.Rent(count);
        var definition = ArrayPool<int>.Shared.Rent(count);
        var repetition = ArrayPool<int>.Shared.Rent(count);
        try
        {
            definition.AsSpan(0, count).Fill(element.MaxDefinitionLevel);
            repetition.AsSpan(0, count).Fill(element.MaxRepetitionLevel);
            for (var i = 0; i < rows; i++)
            {
                row(i).CopyTo(values.AsSpan(i * dimension, dimension));
                repetition[i * dimension] = 0;
            }
            await group.WriteAllPartsAsync<float>(element, values.AsMemory(0, count), definition.AsMemory(0, count), repetition.AsMemory(0, count), ct).ConfigureAwait(false);
        }
        finally
        {
            ArrayPool<float>.Shared.Return(values);
            ArrayPool<int>.Shared.Return(definition);
            ArrayPool<int>.Shared.Return(repetition);
        }
    }

    /// <summary>Reads the column; every list must have the same length.</summary>
    public static async Task<float[][]> ReadAsync(ParquetRowGroupReader group, DataField element, CancellationToken ct)
    {
        var (values, rows, dimension) = await ReadFlatAsync(group, element, ct).ConfigureAwait(false);
        var lists = new float[rows][];
        for (var i = 0; i < rows; i++)
            lists[i] = values.AsSpan(i * dimension, dimension).ToArray();
        return lists;
    }

    /// <summary>Reads the column into one piece of memory; every list must have the same length.</summary>
    public static async Task<FlatVectors> ReadFlatAsync(ParquetRowGroupReader group, DataField element, CancellationToken ct)
    {
        var rows = checked((int)group.RowCount);
        if (rows == 0)
            return new([], 0, 0);
        var count = checked((int)(group.GetMetadata(element)?.MetaData?.NumValues ?? 0));
        if (count % rows != 0)
            throw new InvalidDataException($"{count} values do not make {rows} vectors of one length.");
        var values = new float[count];
        var definition = ArrayPool<int>.Shared.Rent(count);
        var repetition = ArrayPool<int>.Shared.Rent(count);
        try
        {
            await group.ReadRawAsync<float>(element, values, definition.AsMemory(0, count), repetition.AsMemory(0, count), ct).ConfigureAwait(false);
            Check(definition, repetition, rows, count / rows, element.MaxDefinitionLevel);
            return new(values, rows, count / rows);
        }
        finally
        {
            ArrayPool<int>.Shared.Return(definition);
            ArrayPool<int>.Shared.Return(repetition);
        }
    }

    private static void Check(int[] definition, int[] repetition, int rows, int dimension, int defined)
    {
        for (var i = 0; i < rows; i++)
        {
            var at = i * dimension;
            var inside = repetition.AsSpan(at + 1, dimension - 1);
            if (repetition[at] != 0 || inside.Contains(0) || definition.AsSpan(at, dimension).ContainsAnyExcept(defined))
                throw new InvalidDataException($"The vector of row {i} does not have {dimension} values.");
        }
    }
}
