using System.Runtime.CompilerServices;

namespace UniBind.Grid.Corpora;

/// <summary>Reads the rows of a job back, from the parts of either sink; also while the job still runs, then the shards committed so far.</summary>
public static class PartReader
{
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
        if (!Directory.Exists(folder))
            throw new CorpusException($"The output folder '{folder}' does not exist.");
        var job = new JobFolder(folder);
        foreach (var shard in PartFiles.Shards(folder, ".parquet"))
            yield return await ParquetPartReader.ReadRowsAsync(job.Part(shard), ct).ConfigureAwait(false);
        foreach (var shard in PartFiles.Shards(folder, ".json"))
            yield return await NpyPartReader.ReadRowsAsync(job.Part(shard, ".json"), ct).ConfigureAwait(false);
    }
}
