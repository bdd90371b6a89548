using System.Runtime.CompilerServices;
using Parquet;

namespace UniBind.Grid.Bench.Checker;

/// <summary>Reads the rows of all files that a plain glob of <c>part-*.parquet</c> finds, one group of rows at a time.</summary>
internal static class PartRows
{
    public static async IAsyncEnumerable<PartRow> ReadAsync(string folder, Action<string, string> unreadable, [EnumeratorCancellation] CancellationToken ct = default)
    {
        foreach (var path in Directory.EnumerateFiles(folder, "part-*.parquet").Order(StringComparer.Ordinal))
        {
            IReadOnlyList<PartRow> rows;
            try
            {
                rows = await ReadFileAsync(path, ct).ConfigureAwait(false);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // Whatever the library makes of a damaged file: to the reader it is one.
                unreadable(Path.GetFileName(path), e.Message);
                continue;
            }
            foreach (var row in rows)
                yield return row;
        }
    }

    private static async Task<IReadOnlyList<PartRow>> ReadFileAsync(string path, CancellationToken ct)
    {
        var rows = new List<PartRow>();
        var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        var reader = await ParquetReader.CreateAsync(stream, leaveStreamOpen: false, cancellationToken: ct).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            var columns = reader.Schema.GetDataFields().OrderBy(f => f.Path.ToString(), StringComparer.Ordinal).ToList();
            for (var g = 0; g < reader.RowGroupCount; g++)
            {
                using var group = reader.OpenRowGroupReader(g);
                var digests = new RowDigests(checked((int)group.RowCount));
                foreach (var column in columns)
                    await digests.AddAsync(group, column, ct).ConfigureAwait(false);
                rows.AddRange(digests.Rows());
            }
        }
        return rows;
    }
}
