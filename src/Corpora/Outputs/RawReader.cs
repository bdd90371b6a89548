using System.Runtime.CompilerServices;

namespace UniBind.Grid.Corpora;

/// <summary>
/// Reads the raw embeddings behind a job's output, wherever they are: in <c>raw/</c>; in the column <c>embedding</c> where the head was
/// identity; for a realigned output in the folder that it was realigned from.
/// </summary>
/// <remarks>Immutable, thread-safe: shards may be read side by side. Memory: one shard a call.</remarks>
public sealed class RawReader
{
    /// <summary>What stands in the column <c>head</c> of a row whose embedding is the raw one.</summary>
    public const string IdentityHead = "identity";

    private const int MaxChain = 64;
    private const string RealignFrom = "RealignFrom";
    private readonly IReadOnlyList<JobFolder> _chain;
    private readonly IReadOnlyList<string> _missing;

    private RawReader(JobHeader header, IReadOnlyList<JobFolder> chain, IReadOnlyList<string> missing, bool isFinished)
    {
        Header = header;
        IsFinished = isFinished;
        _chain = chain;
        _missing = missing;
    }

    /// <summary>The folder.</summary>
    public JobFolder Folder => _chain[0];

    /// <summary>The job that wrote it.</summary>
    public JobHeader Header { get; }

    /// <summary>Whether the job was finished when the folder was opened; else the shards committed so far can be read.</summary>
    public bool IsFinished { get; }

    /// <summary>Opens an output folder.</summary>
    /// <exception cref="CorpusException">It is none, or the folders that it was realigned from lead in a circle.</exception>
    public static async Task<RawReader> OpenAsync(string folder, CancellationToken ct = default)
    {
        var first = new JobFolder(folder);
        var header = await new JobFiles(first).ReadHeaderAsync(ct).ConfigureAwait(false)
            ?? throw new CorpusException($"'{first.Root}' is no output folder of a job: it has no '{JobFolder.HeaderName}'.");
        var chain = new List<JobFolder> { first };
        var missing = new List<string>();
        var at = header;
        while (SourceOf(at) is { } from)
        {
            var next = new JobFolder(from);
            if (chain.Count == MaxChain || chain.Any(f => f.Root == next.Root))
                throw new CorpusException($"'{first.Root}' was realigned from too many folders, or from itself.");
            if (await new JobFiles(next).ReadHeaderAsync(ct).ConfigureAwait(false) is not { } found)
            {
                missing.Add(next.Root);
                break;
            }
            chain.Add(next);
            at = found;
        }
        return new RawReader(header, chain, missing, await first.IsFinishedAsync(ct).ConfigureAwait(false));
    }

    /// <summary>The folder that a job was realigned from; null when it embedded its items itself.</summary>
    public static string? SourceOf(JobHeader header) =>
        header.Spec.ValueKind == System.Text.Json.JsonValueKind.Object
        && header.Spec.TryGetProperty(RealignFrom, out var from) && from.ValueKind == System.Text.Json.JsonValueKind.String
            ? from.GetString()
            : null;

    /// <summary>The shards that have a part, in the order of the plan.</summary>
    public async Task<IReadOnlyList<string>> ShardsAsync(CancellationToken ct = default) =>
        await PartFiles.ShardsAsync(Folder.Store, ".parquet", ct).ConfigureAwait(false) is { Count: > 0 } parquet
            ? parquet
            : await PartFiles.ShardsAsync(Folder.Store, ".json", ct).ConfigureAwait(false);

    /// <summary>All shards, in the order of the plan; one is in memory at a time.</summary>
    /// <exception cref="CorpusException">The job kept no raw embeddings, or a part is damaged.</exception>
    public async IAsyncEnumerable<RawShard> ReadAsync([EnumeratorCancellation] CancellationToken ct = default)
    {
        foreach (var shard in await ShardsAsync(ct).ConfigureAwait(false))
            yield return await ReadShardAsync(shard, ct).ConfigureAwait(false);
    }

    /// <summary>Reads a shard.</summary>
    /// <exception cref="CorpusException">There is no such part, the job kept no raw embeddings, or a part is damaged.</exception>
    public async Task<RawShard> ReadShardAsync(string shard, CancellationToken ct = default)
    {
        _ = ShardId.Parse(shard);
        var raw = await RawPartAsync(shard, ct).ConfigureAwait(false);
        var (account, rows, embeddings) = await ReadPartAsync(Folder, shard, vectors: raw is null, ct).ConfigureAwait(false);
        if (rows.Count == 0)
            return new RawShard(account, rows, default, 0);
        if (raw is not null)
            return await RawParts.ReadFlatAsync(raw, rows, account, ct).ConfigureAwait(false);
        foreach (var folder in _chain)
        {
            // What a realign wrote with a head of identity is the raw embedding as much as what the encoder gave.
            if (folder != Folder)
                (_, rows, embeddings) = await AlignAsync(folder, shard, rows, ct).ConfigureAwait(false);
            if (embeddings is { } flat)
                return new RawShard(account, rows, flat.Values, flat.Dimension);
        }
        throw new CorpusException(_missing.Count > 0
            ? $"'{Folder.Root}' was realigned from '{_missing[0]}', which holds the raw embeddings and is gone; restore that folder or embed the corpus again."
            : $"'{_chain[^1].Root}' holds no raw embeddings (shard {shard}): its job ran without them; embed the corpus again and keep them.");
    }

    /// <summary>The embeddings of an earlier folder of the chain, in the order of the rows at hand.</summary>
    private static async Task<(ShardAccount, IReadOnlyList<OutputRow>, FlatVectors?)> AlignAsync(
        JobFolder folder, string shard, IReadOnlyList<OutputRow> rows, CancellationToken ct)
    {
        var (account, own, embeddings) = await ReadPartAsync(folder, shard, vectors: true, ct).ConfigureAwait(false);
        return embeddings is { } flat
            ? (account, rows, RawParts.InOrderOf(rows, [.. own.Select(r => r.Id)], flat, folder.Part(shard)))
            : (account, rows, null);
    }

    private static async Task<(ShardAccount, IReadOnlyList<OutputRow>, FlatVectors?)> ReadPartAsync(JobFolder folder, string shard, bool vectors, CancellationToken ct) =>
        await folder.Store.ExistsAsync(JobKeys.Part(shard), ct).ConfigureAwait(false)
            ? await ParquetPartReader.ReadShardAsync(folder.Part(shard), vectors, ct).ConfigureAwait(false)
            : await NpyPartReader.ReadShardAsync(folder.Part(shard, ".json"), vectors, ct).ConfigureAwait(false);

    /// <summary>The address of the shard's raw embeddings in the first folder of the chain that has them.</summary>
    private async Task<string?> RawPartAsync(string shard, CancellationToken ct)
    {
        foreach (var folder in _chain)
            if (await folder.Store.ExistsAsync(JobKeys.RawPart(shard), ct).ConfigureAwait(false))
                return folder.RawPart(shard);
        return null;
    }
}
