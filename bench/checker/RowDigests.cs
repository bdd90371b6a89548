using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Parquet;
using Parquet.Schema;

namespace UniBind.Grid.Bench.Checker;

/// <summary>
/// The digests of one group of rows, taken column by column: digest(row) = SHA-256(digest so far, name of the column, for each of the row's
/// entries its definition and repetition level and, where there is one, its value). Numbers count by their bits, so that -0 is not 0.
/// </summary>
/// <remarks>Not thread-safe. One column is in memory at a time.</remarks>
internal sealed class RowDigests(int rows)
{
    private readonly byte[][] _digests = [.. Enumerable.Range(0, rows).Select(_ => new byte[SHA256.HashSizeInBytes])];
    private readonly string[] _ids = new string[rows];
    private readonly string[] _modalities = new string[rows];

    public IEnumerable<PartRow> Rows()
    {
        for (var i = 0; i < rows; i++)
            yield return new PartRow(
                _ids[i] ?? throw new InvalidDataException("it has no column 'id'"),
                _modalities[i] ?? throw new InvalidDataException("it has no column 'modality'"),
                Digests.Short(_digests[i]));
    }

    public Task AddAsync(ParquetRowGroupReader group, DataField column, CancellationToken ct) => column.ClrType switch
    {
        var t when t == typeof(string) || t == typeof(ReadOnlyMemory<char>) => AddTextAsync(group, column, ct),
        var t when t == typeof(float) => AddNumbersAsync<float>(group, column, ct),
        var t when t == typeof(double) => AddNumbersAsync<double>(group, column, ct),
        var t when t == typeof(bool) => AddNumbersAsync<bool>(group, column, ct),
        var t when t == typeof(int) => AddNumbersAsync<int>(group, column, ct),
        var t when t == typeof(long) => AddNumbersAsync<long>(group, column, ct),
        _ => throw new InvalidDataException($"the column '{column.Path}' holds {column.ClrType.Name}, which the checker does not know"),
    };

    private async Task AddTextAsync(ParquetRowGroupReader group, DataField column, CancellationToken ct)
    {
        var data = await ReadAsync<ReadOnlyMemory<char>>(group, column, ct).ConfigureAwait(false);
        var known = column.Path.ToString() switch { "id" => _ids, "modality" => _modalities, _ => null };
        Add(column, data, (hash, row, values, at, count) =>
        {
            for (var i = at; i < at + count; i++)
            {
                var bytes = Encoding.UTF8.GetBytes(values[i].ToArray());
                hash.AppendData(BitConverter.GetBytes(bytes.Length));
                hash.AppendData(bytes);
                known?[row] = values[i].ToString();
            }
        });
    }

    private async Task AddNumbersAsync<T>(ParquetRowGroupReader group, DataField column, CancellationToken ct) where T : unmanaged
    {
        var data = await ReadAsync<T>(group, column, ct).ConfigureAwait(false);
        Add(column, data, static (hash, _, values, at, count) => hash.AppendData(MemoryMarshal.AsBytes(values.Slice(at, count))));
    }

    /// <summary>Values without gaps, and the levels of all entries; a column that needs no levels has none.</summary>
    private sealed record Column<T>(T[] Values, int[]? Definition, int[]? Repetition, int Entries);

    private delegate void Feed<T>(IncrementalHash hash, int row, ReadOnlySpan<T> values, int at, int count);

    private static async Task<Column<T>> ReadAsync<T>(ParquetRowGroupReader group, DataField column, CancellationToken ct) where T : struct
    {
        var entries = checked((int)(group.GetMetadata(column)?.MetaData?.NumValues ?? throw new InvalidDataException($"it lacks the column '{column.Path}'")));
        var definition = column.MaxDefinitionLevel > 0 ? new int[entries] : null;
        var repetition = column.MaxRepetitionLevel > 0 ? new int[entries] : null;
        var values = new T[entries];
        await group.ReadRawAsync<T>(column, values, Levels(definition), Levels(repetition), ct).ConfigureAwait(false);
        var present = definition?.Count(level => level == column.MaxDefinitionLevel) ?? entries;
        return new(values[..present], definition, repetition, entries);
    }

    // An absent array must stay absent: as memory it would be an empty buffer.
    private static Memory<int>? Levels(int[]? levels) => levels is null ? default(Memory<int>?) : levels.AsMemory();

    private void Add<T>(DataField column, Column<T> data, Feed<T> feed) where T : struct
    {
        var (values, definition, repetition, entries) = data;
        var name = Encoding.UTF8.GetBytes(column.Path.ToString());
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        int entry = 0, value = 0, row = 0;
        for (; entry < entries; row++)
        {
            if (row == rows)
                throw new InvalidDataException($"the column '{column.Path}' has more rows than the file");
            int first = entry, present = 0;
            do
            {
                if (definition is null || definition[entry] == column.MaxDefinitionLevel)
                    present++;
                entry++;
            }
            while (entry < entries && repetition is not null && repetition[entry] != 0);
            hash.AppendData(_digests[row]);
            hash.AppendData(name);
            if (definition is not null)
                hash.AppendData(MemoryMarshal.AsBytes(definition.AsSpan(first, entry - first)));
            if (repetition is not null)
                hash.AppendData(MemoryMarshal.AsBytes(repetition.AsSpan(first, entry - first)));
            feed(hash, row, values, value, present);
            value += present;
            hash.GetHashAndReset(_digests[row]);
        }
        if (row != rows || value != values.Length)
            throw new InvalidDataException($"the column '{column.Path}' has {row} rows and {values.Length} values, and the file has {rows} rows");
    }
}
