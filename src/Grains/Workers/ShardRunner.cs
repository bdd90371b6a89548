using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using UniBind.Grid.Alignment;
using UniBind.Grid.Corpora;
using UniBind.Grid.Encoding;

namespace UniBind.Grid.Grains;

/// <summary>
/// Runs shards on an encoder silo: decodes ahead on the decode threads, hands batches to the device in the planned order, writes and commits.
/// Batches are a function of the shard alone, so that a retry runs the same batches.
/// </summary>
/// <remarks>Thread-safe; a singleton of the silo.</remarks>
public sealed partial class ShardRunner(
    PackCatalog packs, SpaceCatalog spaces, DecodePool decoders, EmbeddingCache caches, EncoderReadiness readiness, IOptions<EncoderSiloOptions> options, ILogger<ShardRunner> logger) : IShardRunner, IDisposable
{
    // Writing a part takes several times the memory of its rows, and the disk is one: parts are written in turn.
    private readonly SemaphoreSlim _writing = new(1);
    private readonly SuspectGate _gate = new();

    /// <inheritdoc/>
    /// <exception cref="SiloUnavailableException">The silo is not ready, or its device failed over the shard: it is to be tried elsewhere.</exception>
    public async Task<ShardReport> RunAsync(ShardAttempt shard, CancellationToken cancellationToken)
    {
        var lease = shard.Lease;
        var start = Stopwatch.GetTimestamp();
        var spec = lease.Run.Spec;
        var folder = new JobFolder(spec.Output);
        var sink = JobSpecs.SinkOf(spec);
        if (await sink.ReadAccountAsync(folder, lease.Shard.Id, cancellationToken) is { } committed)
            return ShardReports.Of(committed, new ShardTimes(), adopted: true);

        readiness.Require();
        await using var trial = await ShardTrial.BeginAsync(new AttemptMarkers(folder, lease.Shard.Id), cancellationToken);
        using var place = await _gate.EnterAsync(trial.IsSuspect, cancellationToken);
        var space = spaces.Of(lease.Run);
        var pack = SpaceResolver.PackOf(lease.Run, space);
        var host = await RequirePackAsync(pack, lease.Run.PackSha256);
        var encoder = await packs.GetEncoderAsync(pack, lease.Shard.Modality, cancellationToken);
        var items = await ShardFile.ReadAsync(folder.Shard(lease.Shard.Id), cancellationToken);
        LogBegins(lease.Run.JobId, lease.Shard.Id, lease.Attempt, lease.Run.Epoch, items.Count);
        var longText = JobSpecs.LongTextOf(spec);
        var rows = new ShardRows(spec.Space, encoder);
        var cache = caches.For(lease.Run, encoder, Numerics.Describe(host));
        using (var attempt = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken))
        {
            var decoder = new ItemDecoder(
                JobSpecs.OpenSource(spec), encoder.ProfileFor(longText), longText, options.Value.MediaLimits, cache);
            await EncodeAsync(trial, items, decoder, encoder, rows, shard, attempt);
        }
        IReadOnlyList<RawRow>? raw = null;
        if (space is not null)
        {
            var projection = spaces.GetProjection(space.Sha256, encoder.Modality, encoder.Sha256, encoder.Dimension);
            var before = await rows.ProjectAsync(new RowProjector(space, projection), cancellationToken);
            // Without a head the embedding is the raw one, and nothing more is kept.
            raw = projection.HeadSha256 == SpaceProjection.Identity || spec.NoRaw ? null : before;
        }

        shard.Step();
        await _writing.WaitAsync(cancellationToken);
        shard.Step();
        var write = Stopwatch.GetTimestamp();
        ShardAccount account;
        try
        {
            await shard.RequireCurrentAsync(folder, cancellationToken);
            // First the raw embeddings: whoever finds the part finds them, too.
            if (raw is not null)
                await RawParts.CommitAsync(folder, lease.Shard.Id, lease.Attempt, lease.Run.Epoch, raw, ct: cancellationToken);
            account = await sink.CommitAsync(folder, lease.Shard.Id, lease.Attempt, lease.Run.Epoch, rows.Rows, rows.DeadLetters, cancellationToken);
        }
        finally
        {
            _writing.Release();
        }
        var adopted = account.Attempt != lease.Attempt || account.Epoch != lease.Run.Epoch;
        if (!adopted)
            cache?.Keep(rows.Encoded);
        var device = packs.Claim(pack, encoder);
        return ShardReports.Of(account, new ShardTimes
        {
            Wall = Stopwatch.GetElapsedTime(start),
            Decode = rows.DecodeTime,
            Queue = device.QueueTime,
            Run = device.RunTime,
            Write = Stopwatch.GetElapsedTime(write),
            Runs = device.Runs,
            Bytes = rows.Bytes,
        }, adopted);
    }

    /// <inheritdoc/>
    public void Dispose() => _writing.Dispose();

    private async Task<EncoderHost> RequirePackAsync(string pack, string sha256)
    {
        var host = await packs.GetAsync(pack);
        if (host.Pack.Sha256 != sha256)
            throw new GridException($"The job was pinned to the pack '{pack}' with hash {sha256[..12]}, but this silo has {host.Pack.Sha256[..12]}; give it the same pack.");
        return host;
    }

    private async Task EncodeAsync(
        ShardTrial trial, IReadOnlyList<PlannedItem> items, ItemDecoder decoder, ModalityEncoder encoder, ShardRows rows, ShardAttempt shard, CancellationTokenSource attempt)
    {
        try
        {
            await (trial.IsSuspect
                ? new SuspectRun(trial, (item, stop) => DecodeAsync(decoder, item, stop), encoder, rows, shard.Step).EncodeAsync(items, attempt.Token)
                : EncodeAheadAsync(items, decoder, encoder, rows, shard, attempt));
        }
        catch (EncoderUnavailableException e)
        {
            if (e.IsHang)
                trial.Keep(); // an attempt that cost a thread counts like one that cost its silo
            throw new SiloUnavailableException(e.Message);
        }
    }

    private async Task<DecodedItem> DecodeAsync(ItemDecoder decoder, PlannedItem item, CancellationToken cancellationToken)
    {
        try
        {
            return await decoders.RunAsync(limit => decoder.Decode(item, limit), cancellationToken);
        }
        catch (ItemException e)
        {
            return new DecodedItem(item, "", [], e, options.Value.MediaLimits.DecodeTimeout, 0); // it took too long
        }
    }

    /// <summary>Keeps a bounded number of items decoding ahead of the batch that is being filled, and the device supplied with batches.</summary>
    private async Task EncodeAheadAsync(IReadOnlyList<PlannedItem> items, ItemDecoder decoder, ModalityEncoder encoder, ShardRows rows, ShardAttempt shard, CancellationTokenSource attempt)
    {
        var ahead = new Queue<Task<DecodedItem>>();
        var batch = new ShardBatch(encoder.Limits);
        var pipeline = new BatchPipeline(encoder, rows, attempt.Token);
        var window = new DecodeWindow(decoders.Threads, encoder.Limits.MaxRows, options.Value.DecodedBytes);
        var next = 0;
        try
        {
            while (next < items.Count || ahead.Count > 0)
            {
                while (next < items.Count && ahead.Count < window.Items)
                {
                    var item = items[next++];
                    ahead.Enqueue(DecodeAsync(decoder, item, attempt.Token));
                }
                var decoded = await ahead.Dequeue();
                window.Observe(decoded);
                rows.Count(decoded);
                shard.Step();
                foreach (var entry in rows.Accept(decoded))
                {
                    if (!batch.Fits(entry.Prepared))
                        await pipeline.SubmitAsync(batch.Take());
                    batch.Add(entry);
                }
            }
            if (batch.Count > 0)
                await pipeline.SubmitAsync(batch.Take());
            await pipeline.DrainAsync();
            shard.Step();
        }
        finally
        {
            // Decoders that are still at work use the source and the token of this attempt. After a failure they are not worth finishing.
            await attempt.CancelAsync();
            await pipeline.AbandonAsync();
            await ((Task)Task.WhenAll(ahead)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    // Whoever measures how much of a job was done twice counts these.
    [LoggerMessage(1, LogLevel.Information, "Job {JobId}: Shard {Shard}, attempt {Attempt} of run {Epoch}, begins with {Items} items.")]
    private partial void LogBegins(string jobId, string shard, int attempt, long epoch, int items);
}
