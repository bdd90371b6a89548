using System.Runtime.CompilerServices;

namespace UniBind.Grid.Corpora;

/// <summary>Reads the rows of a job back, from the parts of either sink; also while the job still runs, then the shards committed so far.</summary>
public static class PartReader
{
    private const string NpyExtension = ".json";

    /// <summary>All rows, shard by shard in the order of the plan; one shard is in memory at a time.</summary>
    /// <param name="folder">The job's output folder.</param>
    /// <param name="ct">Ends the reading.</param>
    /// <exception cref="CorpusException">There is no such folder, or a part is damaged.</exception>
    public static async IAsyncEnumerable<OutputRow> ReadAsync(string folder, [EnumeratorCancellation] CancellationToken ct = default)
    {
        await foreach (var rows in ReadPartsAsync(folder, ct).ConfigureAwait(false))
            foreach (var row in rows)
                yield return row;
    }

    /// <summary>All rows, one list a shard, in the order of the plan.</summary>
    /// <param name="folder">The job's output folder.</param>
    /// <param name="ct">Ends the reading.</param>
    /// <exception cref="CorpusException">There is no such folder, or a part is damaged.</exception>
    public static async IAsyncEnumerable<IReadOnlyList<OutputRow>> ReadPartsAsync(string folder, [EnumeratorCancellation] CancellationToken ct = default)
    {
        if (!await new JobFolder(folder).ExistsAsync(ct).ConfigureAwait(false))
            throw new CorpusException($"The output folder '{folder}' does not exist.");
        foreach (var part in await ListAsync(folder, ct).ConfigureAwait(false))
            yield return await ReadPartAsync(part, ct).ConfigureAwait(false);
    }

    /// <summary>The commit points of the parts that are there now, of either sink, in the order of the plan.</summary>
    /// <param name="folder">The job's output folder.</param>
    /// <param name="ct">Ends the listing.</param>
    /// <returns>Addresses: paths where the folder is on this machine.</returns>
    public static async Task<IReadOnlyList<string>> ListAsync(string folder, CancellationToken ct = default)
    {
        var job = new JobFolder(folder);
        var parts = new List<string>();
        foreach (var extension in new[] { ".parquet", NpyExtension })
            foreach (var shard in await PartFiles.ShardsAsync(job.Store, extension, ct).ConfigureAwait(false))
                parts.Add(job.Part(shard, extension));
        return parts;
    }

    /// <summary>All rows of one part.</summary>
    /// <param name="part">Its commit point, see <see cref="ListAsync"/>.</param>
    /// <param name="ct">Ends the reading.</param>
    /// <exception cref="CorpusException">It is damaged.</exception>
    public static Task<IReadOnlyList<OutputRow>> ReadPartAsync(string part, CancellationToken ct = default) =>
        part.EndsWith(NpyExtension, StringComparison.Ordinal) ? NpyPartReader.ReadRowsAsync(part, ct) : ParquetPartReader.ReadRowsAsync(part, ct);

    /// <summary>All rows of one part without their embeddings, which are empty: these are most of a part's bytes.</summary>
    /// <param name="part">Its commit point, see <see cref="ListAsync"/>.</param>
    /// <param name="ct">Ends the reading.</param>
    /// <exception cref="CorpusException">It is damaged.</exception>
    public static async Task<IReadOnlyList<OutputRow>> ReadTableAsync(string part, CancellationToken ct = default) => part.EndsWith(NpyExtension, StringComparison.Ordinal)
        ? (await NpyPartReader.ReadShardAsync(part, vectors: false, ct).ConfigureAwait(false)).Rows
        : (await ParquetPartReader.ReadShardAsync(part, vectors: false, ct).ConfigureAwait(false)).Rows;

    /// <summary>The embeddings of one part, and nothing that a comparison does not need.</summary>
    /// <param name="part">Its commit point, see <see cref="ListAsync"/>.</param>
    /// <param name="modalities">Where a part has no row of these, its embeddings are not read.</param>
    /// <param name="ct">Ends the reading.</param>
    /// <exception cref="CorpusException">It is damaged.</exception>
    public static async Task<PartVectors> ReadVectorsAsync(string part, IReadOnlySet<Modality> modalities, CancellationToken ct = default) => part.EndsWith(NpyExtension, StringComparison.Ordinal)
        ? PartVectors.Of(await NpyPartReader.ReadRowsAsync(part, ct).ConfigureAwait(false))
        : await ParquetPartReader.ReadVectorsAsync(part, modalities, ct).ConfigureAwait(false);
}
