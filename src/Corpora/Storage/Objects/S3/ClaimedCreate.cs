using Amazon.S3;
using Amazon.S3.Model;

namespace UniBind.Grid.Corpora;

/// <summary>
/// Create-if-absent for servers that know plain puts only. A writer stores its content under a name of its own, then an empty claim, waits
/// until every claim of the same second is to be seen, and lists the claims: the earliest by the server's clock, then by name, wins. Its content is copied to the
/// final name by whoever gets there first; all who copy, copy the same bytes, so that a writer that dies or sleeps anywhere on the way neither stops nor harms the others.
/// </summary>
/// <remarks>
/// <para>What holds: writers that die, sleep for any time or come back late never make two winners: one that finds the final name taken has lost, and as long as the
/// name is not taken, all claims are there to be seen. Claims are removed only when the name is taken.</para>
/// <para>What it rests on, and a conditional put does not: the server lists what it has stored, its clock does not go back, and a claim is to be seen at most
/// 0.5 s after the server stamped it. A server that breaks this can let two writers believe to have won; the final object is then the later copy's. Every create
/// costs <see cref="Wait"/>. Plain reads and writes cannot do better in principle: without timing, they cannot make two processes agree.</para>
/// </remarks>
internal sealed class ClaimedCreate(S3BlobClient client, S3Upload upload, AmazonS3Client s3, string bucket)
{
    /// <summary>The name of the folders that hold claims; listings leave them out.</summary>
    public const string Folder = ".unibind-claims/";

    private const string Claim = ".claim";
    private const string Content = ".content";

    /// <summary>The second that listed times are rounded to, and the half that a claim may take to be seen.</summary>
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(1.5);

    private const int BlockBytes = 8 << 20;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);

    /// <summary>The folder of claims beside an object.</summary>
    public static string FolderOf(string name) => name[..(name.LastIndexOf('/') + 1)] + Folder;

    /// <param name="name">The final name.</param>
    /// <param name="writer">The writer's mark, which the content carries.</param>
    /// <param name="put">Stores the content under a name.</param>
    /// <param name="ct">Ends the writing. Before the claim nothing stays; after it, others may still finish it.</param>
    public async Task<bool> RunAsync(string name, string writer, Func<string, Task> put, CancellationToken ct)
    {
        if (await client.LookAsync(name, ct).ConfigureAwait(false) is not null)
            return false;
        var folder = $"{FolderOf(name)}{name[(name.LastIndexOf('/') + 1)..]}/";
        var own = folder + writer;
        var claimed = false;
        try
        {
            await put(own + Content).ConfigureAwait(false);
            claimed = true;
            await s3.PutObjectAsync(new PutObjectRequest { BucketName = bucket, Key = own + Claim, ContentBody = "", UseChunkEncoding = false }, ct).ConfigureAwait(false);
            await Task.Delay(Wait, ct).ConfigureAwait(false);
            var winner = await WinnerAsync(folder, ct).ConfigureAwait(false);
            var standing = winner is null ? await client.LookAsync(name, ct).ConfigureAwait(false) : await SettleAsync(name, winner, winner == own ? put : null, ct).ConfigureAwait(false);
            if (standing is null)
                throw new CorpusException($"'{client.Address}/{name}' was claimed and did not appear; try again.") { Fault = CorpusFault.Transient };
            await DiscardAsync(own).ConfigureAwait(false);
            return S3Upload.WriterOf(standing) == writer;
        }
        catch when (!claimed)
        {
            await DiscardAsync(own).ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>The earliest claim; null where there is none any more, because the name is taken.</summary>
    private async Task<string?> WinnerAsync(string folder, CancellationToken ct)
    {
        (DateTime Time, string Key)? first = null;
        await foreach (var found in client.ListPagesAsync(folder, ct).ConfigureAwait(false))
        {
            if (!found.Key.EndsWith(Claim, StringComparison.Ordinal))
                continue;
            var time = found.LastModified ?? DateTime.MaxValue;
            time = time.AddTicks(-(time.Ticks % TimeSpan.TicksPerSecond));
            if (first is not { } best || time < best.Time || (time == best.Time && string.CompareOrdinal(found.Key, best.Key) < 0))
                first = (time, found.Key);
        }
        return first?.Key[..^Claim.Length];
    }

    /// <summary>Waits for the winner to finish, and finishes for it when it does not.</summary>
    private async Task<GetObjectMetadataResponse?> SettleAsync(string name, string winner, Func<string, Task>? put, CancellationToken ct)
    {
        var tries = put is not null ? 1 : (int)(Patience / Poll);
        for (var i = 0; i < tries; i++)
        {
            if (await client.LookAsync(name, ct).ConfigureAwait(false) is { } standing)
                return standing;
            if (put is null)
                await Task.Delay(Poll, ct).ConfigureAwait(false);
        }
        await (put is not null ? put(name) : CopyAsync(winner + Content, name, ct)).ConfigureAwait(false);
        return await client.LookAsync(name, ct).ConfigureAwait(false);
    }

    /// <summary>Puts another writer's content in place, its mark included, unless that writer has finished and tidied up.</summary>
    private async Task CopyAsync(string from, string name, CancellationToken ct)
    {
        if (await client.LookAsync(from, ct).ConfigureAwait(false) is not { } found)
            return;
        var content = new SpillStream();
        await using (content.ConfigureAwait(false))
        {
            var block = new byte[BlockBytes];
            while (content.Length < found.ContentLength)
            {
                if (await client.ReadAsync(from, content.Length, block, null, ct).ConfigureAwait(false) is not { Read: > 0 } next)
                    return;
                await content.WriteAsync(block.AsMemory(0, next.Read), ct).ConfigureAwait(false);
            }
            await upload.PutAsync(name, content, S3Upload.Sha256Of(found) ?? "", S3Upload.WriterOf(found) ?? "", condition: null, ct).ConfigureAwait(false);
        }
    }

    /// <summary>The claim first: one without its content could not be finished by others.</summary>
    private async Task DiscardAsync(string own)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        try
        {
            foreach (var part in new[] { Claim, Content })
                await s3.DeleteObjectAsync(bucket, own + part, limit.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is AmazonS3Exception or HttpRequestException or OperationCanceledException)
        {
            // It stays under the store's own name, which listings leave out.
        }
    }
}
