using System.Text.Json;

namespace UniBind.Grid.Corpora;

/// <summary>
/// Parts for NumPy: <c>part-SHARD.json</c> (the commit point: account, names and hashes), and beside it the rows as
/// <c>part-SHARD.HASH.jsonl</c> and their embeddings as <c>part-SHARD.HASH.npy</c>, float32, row by row in the same order.
/// </summary>
/// <remarks>
/// The two files are in place before the commit point names them, under names that hold the beginning of their own hash: an attempt that
/// loses cannot disturb the winner's. What a killed attempt leaves is swept when the job finishes. Thread-safe.
/// </remarks>
public sealed class NpyPartSink : IPartSink
{
    private const int HashDigits = 16;

    /// <inheritdoc/>
    public string Extension => ".json";

    /// <inheritdoc/>
    public Task<ShardAccount> CommitAsync(
        JobFolder folder, string shard, int attempt, long epoch, IReadOnlyList<OutputRow> rows, IReadOnlyList<DeadLetter> deadLetters, CancellationToken ct) =>
        Task.Run(() => CommitCoreAsync(folder, shard, attempt, epoch, rows, deadLetters, ct), ct);

    private async Task<ShardAccount> CommitCoreAsync(
        JobFolder folder, string shard, int attempt, long epoch, IReadOnlyList<OutputRow> rows, IReadOnlyList<DeadLetter> deadLetters, CancellationToken ct)
    {
        _ = ShardId.Parse(shard);
        var account = ShardAccount.Of(shard, attempt, epoch, rows, deadLetters);
        if (await ReadAccountAsync(folder, shard, ct).ConfigureAwait(false) is { } standing)
            return standing;

        var table = await WriteFileAsync(folder, shard, attempt, epoch, ".jsonl", stream => WriteRowsAsync(stream, rows, ct), ct).ConfigureAwait(false);
        var array = await WriteFileAsync(folder, shard, attempt, epoch, ".npy",
            stream => NpyFile.WriteAsync(stream, rows.Count, account.Dimension, i => rows[i].Embedding, ct), ct).ConfigureAwait(false);
        var part = new NpyPart { Account = account, Rows = table, Embeddings = array };
        var won = await PartCommit.TryAsync(folder, folder.Attempt(shard, attempt, epoch), folder.Part(shard, Extension),
            stream => JsonSerializer.SerializeAsync(stream, part, CorporaJson.Options, ct), ct).ConfigureAwait(false);
        if (won is { } written)
            return account with { Sha256 = written.Sha256, Bytes = written.Bytes + table.Bytes + array.Bytes };

        var winner = (await NpyPartReader.ReadPartAsync(folder.Part(shard, Extension), ct).ConfigureAwait(false))!;
        foreach (var file in new[] { table, array })
            if (file.Name != winner.Rows.Name && file.Name != winner.Embeddings.Name)
                DurableFile.Discard(Path.Combine(folder.Root, file.Name));
        return (await ReadAccountAsync(folder, shard, ct).ConfigureAwait(false))!;
    }

    /// <inheritdoc/>
    public async Task<ShardAccount?> ReadAccountAsync(JobFolder folder, string shard, CancellationToken ct)
    {
        _ = ShardId.Parse(shard);
        var path = folder.Part(shard, Extension);
        return await NpyPartReader.ReadPartAsync(path, ct).ConfigureAwait(false) is { } part
            ? part.Account with
            {
                Sha256 = await FileHash.Sha256Async(path, ct).ConfigureAwait(false),
                Bytes = new FileInfo(path).Length + part.Rows.Bytes + part.Embeddings.Bytes,
            }
            : null;
    }

    private static async Task<PartFile> WriteFileAsync(
        JobFolder folder, string shard, int attempt, long epoch, string extension, Func<Stream, Task> write, CancellationToken ct)
    {
        Directory.CreateDirectory(folder.Attempts);
        var path = folder.Attempt(shard, attempt, epoch);
        try
        {
            PartFile? file = null;
            await DurableFile.WriteTemporaryAsync(path, async stream =>
            {
                var hashing = new HashingStream(stream);
                await using (hashing.ConfigureAwait(false))
                {
                    await write(hashing).ConfigureAwait(false);
                    file = new PartFile($"part-{shard}.{hashing.Sha256[..HashDigits]}{extension}", hashing.Sha256, hashing.Length);
                }
            }, ct).ConfigureAwait(false);

            // A name that is taken holds these very bytes.
            DurableFile.TryPublish(path, Path.Combine(folder.Root, file!.Name));
            return file;
        }
        finally
        {
            DurableFile.Discard(path);
        }
    }

    private static async Task WriteRowsAsync(Stream stream, IReadOnlyList<OutputRow> rows, CancellationToken ct)
    {
        foreach (var row in rows)
        {
            await JsonSerializer.SerializeAsync(stream, NpyRow.Of(row), CorporaJson.Options, ct).ConfigureAwait(false);
            stream.WriteByte((byte)'\n');
        }
    }
}
