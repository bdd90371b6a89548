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
        var won = await PartCommit.TryAsync(folder.Store, JobKeys.Attempt(shard, attempt, epoch), JobKeys.Part(shard, Extension),
            stream => JsonSerializer.SerializeAsync(stream, part, CorporaJson.Options, ct), ct).ConfigureAwait(false);
        if (won is { } written)
            return account with { Sha256 = written.Sha256, Bytes = written.Bytes + table.Bytes + array.Bytes };

        var winner = (await NpyPartReader.ReadPartAsync(folder.Part(shard, Extension), ct).ConfigureAwait(false))!;
        foreach (var file in new[] { table, array })
            if (file.Name != winner.Rows.Name && file.Name != winner.Embeddings.Name)
                await folder.Store.DeleteAsync(file.Name, ct).ConfigureAwait(false);
        return (await ReadAccountAsync(folder, shard, ct).ConfigureAwait(false))!;
    }

    /// <inheritdoc/>
    public async Task<ShardAccount?> ReadAccountAsync(JobFolder folder, string shard, CancellationToken ct)
    {
        _ = ShardId.Parse(shard);
        var stream = await folder.Store.OpenAsync(JobKeys.Part(shard, Extension), ct).ConfigureAwait(false);
        if (stream is null)
            return null;
        await using (stream.ConfigureAwait(false))
        {
            try
            {
                var part = (await JsonSerializer.DeserializeAsync<NpyPart>(stream, CorporaJson.Options, ct).ConfigureAwait(false))!;
                stream.Position = 0;
                return part.Account with
                {
                    Sha256 = await FileHash.Sha256Async(stream, ct).ConfigureAwait(false),
                    Bytes = stream.Length + part.Rows.Bytes + part.Embeddings.Bytes,
                };
            }
            catch (JsonException e)
            {
                throw new CorpusException($"'{folder.Part(shard, Extension)}' is damaged: {e.Message}", e);
            }
        }
    }

    private static async Task<PartFile> WriteFileAsync(
        JobFolder folder, string shard, int attempt, long epoch, string extension, Func<Stream, Task> write, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var staged = folder.Store.Stage(JobKeys.Attempt(shard, attempt, epoch));
        await using (staged.ConfigureAwait(false))
        {
            await write(staged.Stream).ConfigureAwait(false);
            var file = new PartFile($"part-{shard}.{staged.Sha256[..HashDigits]}{extension}", staged.Sha256, staged.Length);

            // A name that is taken holds these very bytes.
            await staged.CreateAsync(file.Name, ct).ConfigureAwait(false);
            return file;
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
