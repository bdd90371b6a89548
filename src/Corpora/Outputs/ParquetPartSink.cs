namespace UniBind.Grid.Corpora;

/// <summary>Parts as Parquet files, <c>part-SHARD.parquet</c>: one row group a shard, the shard's account in the metadata key <c>unibind.shard</c>.</summary>
/// <remarks>Thread-safe. Encoding is work for the processor; it is done on the thread pool.</remarks>
/// <param name="compression">How columns are compressed.</param>
public sealed class ParquetPartSink(PartCompression compression = PartCompression.Snappy) : IPartSink
{
    /// <inheritdoc/>
    public string Extension => ".parquet";

    /// <inheritdoc/>
    public Task<ShardAccount> CommitAsync(
        JobFolder folder, string shard, int attempt, long epoch, IReadOnlyList<OutputRow> rows, IReadOnlyList<DeadLetter> deadLetters, CancellationToken ct) =>
        Task.Run(() => CommitCoreAsync(folder, shard, attempt, epoch, rows, deadLetters, ct), ct);

    private async Task<ShardAccount> CommitCoreAsync(
        JobFolder folder, string shard, int attempt, long epoch, IReadOnlyList<OutputRow> rows, IReadOnlyList<DeadLetter> deadLetters, CancellationToken ct)
    {
        var part = Key(shard);
        var account = ShardAccount.Of(shard, attempt, epoch, rows, deadLetters);
        var won = await PartCommit.TryAsync(folder.Store, JobKeys.Attempt(shard, attempt, epoch), part,
            stream => ParquetPartWriter.WriteAsync(stream, account, rows, compression, ct), ct).ConfigureAwait(false);
        return won is { } written
            ? account with { Sha256 = written.Sha256, Bytes = written.Bytes }
            : await ReadAccountAsync(folder, shard, ct).ConfigureAwait(false)
                ?? throw new CorpusException($"'{folder.Part(shard)}' vanished while shard {shard} was committed.");
    }

    /// <inheritdoc/>
    public Task<ShardAccount?> ReadAccountAsync(JobFolder folder, string shard, CancellationToken ct) =>
        ParquetPartReader.ReadAccountAsync(folder.Store, Key(shard), ct);

    private string Key(string shard)
    {
        _ = ShardId.Parse(shard);
        return JobKeys.Part(shard, Extension);
    }
}
