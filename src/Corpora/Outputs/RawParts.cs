using System.Runtime.CompilerServices;
using Parquet;

namespace UniBind.Grid.Corpora;

/// <summary>The raw embeddings of a job, which let it be brought to another space version by one matrix product a row.</summary>
/// <remarks>
/// Commit a shard's raw part before its part: then whoever sees the part finds the raw embeddings. Of two attempts the first one wins for
/// each of the two files; a raw part and a part of different attempts agree as far as two runs of the encoder do, but for items that one of
/// them dead-lettered: those rows the second attempt adds. A raw part may hold more rows than its part, never fewer. Thread-safe.
/// </remarks>
public static class RawParts
{
    /// <summary>Commits the raw embeddings of a shard, or adds those that are missing to what another attempt committed.</summary>
    /// <param name="folder">The job.</param>
    /// <param name="shard">The shard's id.</param>
    /// <param name="attempt">The number of this try.</param>
    /// <param name="epoch">The epoch of the lease.</param>
    /// <param name="rows">The rows, all of one length.</param>
    /// <param name="compression">How the columns are compressed.</param>
    /// <param name="ct">Ends the writing.</param>
    /// <returns>False when another attempt's stand.</returns>
    /// <exception cref="CorpusException">Storage fails, or what stands is damaged.</exception>
    public static async Task<bool> CommitAsync(
        JobFolder folder, string shard, int attempt, long epoch, IReadOnlyList<RawRow> rows, PartCompression compression = PartCompression.Snappy, CancellationToken ct = default)
    {
        var dimension = DimensionOf(shard, rows);
        if (await PartCommit.TryAsync(folder.Store, JobKeys.Attempt(shard, attempt, epoch), JobKeys.RawPart(shard), stream => WriteAsync(stream, rows, dimension, compression, ct), ct).ConfigureAwait(false) is not null)
            return true;
        await AddMissingAsync(folder, shard, rows, dimension, compression, ct).ConfigureAwait(false);
        return false;
    }

    /// <summary>Adds the rows that another attempt's raw part lacks. Rows only ever join, so that whichever attempt's part comes to stand finds all of its own.</summary>
    private static async Task AddMissingAsync(JobFolder folder, string shard, IReadOnlyList<RawRow> rows, int dimension, PartCompression compression, CancellationToken ct)
    {
        var standing = await ParquetPartReader.Guard(folder.RawPart(shard), () => ReadPartAsync(folder.RawPart(shard), ct)).ConfigureAwait(false);
        var known = standing.Select(r => r.Id).ToHashSet(StringComparer.Ordinal);
        var missing = rows.Where(r => !known.Contains(r.Id)).ToList();
        if (missing.Count == 0)
            return;
        if (standing.Count > 0 && standing[0].Raw.Length != dimension)
            throw new CorpusException($"'{folder.RawPart(shard)}' has raw embeddings of {standing[0].Raw.Length} values and this attempt's have {dimension}; begin a new job in another folder.");
        RawRow[] all = [.. standing, .. missing];
        await folder.Store.ReplaceAsync(JobKeys.RawPart(shard), stream => WriteAsync(stream, all, dimension, compression, ct), ct).ConfigureAwait(false);
    }

    private static int DimensionOf(string shard, IReadOnlyList<RawRow> rows)
    {
        var dimension = rows.Count == 0 ? 0 : rows[0].Raw.Length;
        for (var i = 0; i < rows.Count; i++)
            if (rows[i].Raw.Length != dimension)
                throw new ArgumentException($"Raw row {i} of shard {shard} has {rows[i].Raw.Length} values and the first one {dimension}.", nameof(rows));
        return dimension;
    }

    private static async Task WriteAsync(Stream stream, IReadOnlyList<RawRow> rows, int dimension, PartCompression compression, CancellationToken ct)
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
