using System.Runtime.CompilerServices;
using Parquet;

namespace UniBind.Grid.Corpora;

/// <summary>The raw embeddings of a job, which let it be brought to another space version by one matrix product a row.</summary>
/// <remarks>
/// Commit a shard's raw part before its part: then whoever sees the part finds the raw embeddings. Of two attempts the first one wins for
/// each of the two files; a raw part and a part of different attempts agree as far as two runs of the encoder do. Thread-safe.
/// </remarks>
public static class RawParts
{
    /// <summary>Commits the raw embeddings of a shard, unless they are there.</summary>
    /// <param name="folder">The job.</param>
    /// <param name="shard">The shard's id.</param>
    /// <param name="attempt">The number of this try.</param>
    /// <param name="epoch">The epoch of the lease.</param>
    /// <param name="rows">The rows, all of one length.</param>
    /// <param name="compression">How the columns are compressed.</param>
    /// <param name="ct">Ends the writing.</param>
    /// <returns>False when another attempt's stand.</returns>
    public static async Task<bool> CommitAsync(
        JobFolder folder, string shard, int attempt, long epoch, IReadOnlyList<RawRow> rows, PartCompression compression = PartCompression.Snappy, CancellationToken ct = default)
    {
        var dimension = rows.Count == 0 ? 0 : rows[0].Raw.Length;
        for (var i = 0; i < rows.Count; i++)
            if (rows[i].Raw.Length != dimension)
                throw new ArgumentException($"Raw row {i} of shard {shard} has {rows[i].Raw.Length} values and the first one {dimension}.", nameof(rows));
        return await PartCommit.TryAsync(folder.Store, JobKeys.Attempt(shard, attempt, epoch), JobKeys.RawPart(shard), async stream =>
        {
            var writer = await ParquetWriter.CreateAsync(PartSchema.RawSchema, stream, PartSchema.Options(compression), cancellationToken: ct).ConfigureAwait(false);
            await using (writer.ConfigureAwait(false))
            {
                if (rows.Count == 0)
                    return;
                using var group = writer.CreateRowGroup();
                await group.WriteAsync(PartSchema.RawId, rows.Select(r => r.Id).ToArray()).ConfigureAwait(false);
                await FloatLists.WriteAsync(group, PartSchema.Element(PartSchema.Raw), rows.Count, dimension, i => rows[i].Raw, ct).ConfigureAwait(false);
                group.CompleteValidate();
            }
        }, ct).ConfigureAwait(false) is not null;
    }

    /// <summary>All raw embeddings of a job, one list a shard, in the order of the plan.</summary>
    /// <param name="folder">The job's output folder.</param>
    /// <param name="ct">Ends the reading.</param>
    /// <exception cref="CorpusException">The job kept none, or a part is damaged.</exception>
    public static async IAsyncEnumerable<(string Shard, IReadOnlyList<RawRow> Rows)> ReadAsync(string folder, [EnumeratorCancellation] CancellationToken ct = default)
    {
        var job = new JobFolder(folder);
        var shards = await PartFiles.ShardsAsync(job.Store, ".parquet", ct, JobKeys.Raw).ConfigureAwait(false);
        if (shards.Count == 0)
            throw new CorpusException($"'{folder}' holds no raw embeddings; the job ran without them or its heads were identity.");
        foreach (var shard in shards)
            yield return (shard, await ParquetPartReader.Guard(job.RawPart(shard), () => ReadPartAsync(job.RawPart(shard), ct)).ConfigureAwait(false));
    }

    /// <summary>The raw embeddings of a part's rows, in the order of the rows.</summary>
    internal static Task<RawShard> ReadFlatAsync(string path, IReadOnlyList<OutputRow> rows, ShardAccount account, CancellationToken ct) => ParquetPartReader.Guard(path, async () =>
    {
        var reader = await ParquetPartReader.OpenAsync(path, ct).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            if (reader.RowGroupCount != 1)
                throw new InvalidDataException($"it has {reader.RowGroupCount} groups of rows, not one");
            using var group = reader.OpenRowGroupReader(0);
            var ids = await TextColumns.ReadAsync(group, PartSchema.RawId, ct).ConfigureAwait(false);
            var raw = await FloatLists.ReadFlatAsync(group, PartSchema.Element(PartSchema.Raw), ct).ConfigureAwait(false);
            var (values, _, dimension) = InOrderOf(rows, ids, raw, path);
            return new RawShard(account, rows, values, dimension);
        }
    });

    /// <summary>Brings vectors into the order of the rows. Part and raw part of different attempts may differ in it, and in rows that one of them dead-lettered.</summary>
    /// <exception cref="CorpusException">A row has no vector.</exception>
    internal static FlatVectors InOrderOf(IReadOnlyList<OutputRow> rows, string?[] ids, FlatVectors vectors, string path)
    {
        var (values, count, dimension) = vectors;
        var same = count == rows.Count;
        for (var i = 0; same && i < count; i++)
            same = rows[i].Id == ids[i];
        if (same)
            return vectors;
        var places = new Dictionary<string, int>(count, StringComparer.Ordinal);
        for (var i = 0; i < count; i++)
            places[ids[i]!] = i;
        var ordered = new float[rows.Count * dimension];
        for (var i = 0; i < rows.Count; i++)
        {
            if (!places.TryGetValue(rows[i].Id, out var place))
                throw new CorpusException($"'{path}' has no raw embedding of '{rows[i].Id}'.");
            values.AsSpan(place * dimension, dimension).CopyTo(ordered.AsSpan(i * dimension));
        }
        return new(ordered, rows.Count, dimension);
    }

    private static async Task<IReadOnlyList<RawRow>> ReadPartAsync(string path, CancellationToken ct)
    {
        var rows = new List<RawRow>();
        var reader = await ParquetPartReader.OpenAsync(path, ct).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            for (var g = 0; g < reader.RowGroupCount; g++)
            {
                using var group = reader.OpenRowGroupReader(g);
                var ids = await TextColumns.ReadAsync(group, PartSchema.RawId, ct).ConfigureAwait(false);
                var raw = await FloatLists.ReadAsync(group, PartSchema.Element(PartSchema.Raw), ct).ConfigureAwait(false);
                for (var i = 0; i < raw.Length; i++)
                    rows.Add(new RawRow(ids[i]!, raw[i]));
            }
        }
        return rows;
    }
}
