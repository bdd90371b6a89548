using UniBind.Grid.Corpora;
using UniBind.Grid.Encoding;

namespace UniBind.Grid.Grains;

/// <summary>
/// Encodes a shard that silos died over: one item is decoded at a time, one batch encoded at a time, each with its note. The batches are the
/// planned ones, so that the rows are those of an ordinary attempt.
/// </summary>
/// <remarks>Used by one attempt.</remarks>
internal sealed class SuspectRun(ShardTrial trial, Func<PlannedItem, CancellationToken, Task<DecodedItem>> decode, ModalityEncoder encoder, ShardRows rows, Action progress)
{
    private int _batches;

    /// <summary>Runs all items.</summary>
    public async Task EncodeAsync(IReadOnlyList<PlannedItem> items, CancellationToken cancellationToken)
    {
        var batch = new ShardBatch(encoder.Limits);
        for (var i = 0; i < items.Count; i++)
        {
            var item = items[i];
            var decoded = await StepAsync($"d{i}", () => decode(item, cancellationToken), cancellationToken)
                ?? new DecodedItem(item, "", [], Crashed(ItemStage.Decode, "read and decoded"), TimeSpan.Zero, 0);
            rows.Count(decoded);
            progress();
            foreach (var entry in rows.Accept(decoded))
            {
                if (!batch.Fits(entry.Prepared))
                    await RunAsync(batch.Take(), cancellationToken);
                batch.Add(entry);
            }
        }
        if (batch.Count > 0)
            await RunAsync(batch.Take(), cancellationToken);
    }

    /// <summary>Runs a batch; where silos died over it, finds the item, and runs the others together.</summary>
    private async Task RunAsync(IReadOnlyList<ShardRows.Entry> entries, CancellationToken cancellationToken)
    {
        var number = _batches++;
        var results = await StepAsync($"b{number}", () => EncodeAsync(entries), cancellationToken);
        if (results is null)
        {
            results = new EncodeResult[entries.Count];
            for (var i = 0; i < results.Length; i++)
            {
                var entry = entries[i];
                var alone = await StepAsync($"e{number}-{i}", () => EncodeAsync([entry]), cancellationToken);
                results[i] = alone?[0] ?? new EncodeResult(null, Crashed(ItemStage.Encode, "encoded"));
            }
            var good = Enumerable.Range(0, results.Length).Where(i => results[i].Error is null).ToArray();
            if (good.Length > 0 && await StepAsync($"g{number}", () => EncodeAsync([.. good.Select(i => entries[i])]), cancellationToken) is { } together)
            {
                for (var i = 0; i < good.Length; i++)
                    results[good[i]] = together[i];
            }
        }
        rows.Complete(entries, results);
        progress();

        async Task<EncodeResult[]> EncodeAsync(IReadOnlyList<ShardRows.Entry> some) =>
            await encoder.EncodeBatchAsync([.. some.Select(e => e.Prepared)], cancellationToken);
    }

    /// <summary>Does a step with its note standing; null when it is convicted.</summary>
    private async Task<T?> StepAsync<T>(string step, Func<Task<T>> work, CancellationToken cancellationToken) where T : class
    {
        if (!await trial.TryEnterAsync(step, cancellationToken))
            return null;
        try
        {
            return await work();
        }
        catch (EncoderUnavailableException e) when (e.IsHang)
        {
            trial.Keep();
            throw;
        }
        finally
        {
            await trial.LeaveAsync();
        }
    }

    private static ItemException Crashed(ItemStage stage, string what) => new(
        stage, ItemErrorCodes.Crash, $"The process died {ShardTrial.Deaths} times or more while it was {what}, alone; look at it with the same versions of the libraries, or leave it out.");
}
