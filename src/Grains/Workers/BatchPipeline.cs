using UniBind.Grid.Encoding;

namespace UniBind.Grid.Grains;

/// <summary>The batches of one shard on their way through the device: as many as keep it busy, taken over in the order they were submitted.</summary>
/// <remarks>Not thread-safe: used by one attempt, one step at a time.</remarks>
internal sealed class BatchPipeline(ModalityEncoder encoder, ShardRows rows, CancellationToken cancellationToken)
{
    private readonly Queue<Task> _open = new();
    private Task _last = Task.CompletedTask;

    /// <summary>Hands a batch to the device; waits when it has enough, so that memory stays bounded.</summary>
    public async Task SubmitAsync(IReadOnlyList<ShardRows.Entry> entries)
    {
        var encoding = encoder.EncodeBatchAsync([.. entries.Select(e => e.Prepared)], cancellationToken).AsTask();
        _last = TakeOverAsync(encoding, entries, _last);
        _open.Enqueue(_last);
        while (_open.Count > encoder.BatchesInFlight)
            await _open.Dequeue();
    }

    /// <summary>Waits for all batches.</summary>
    public async Task DrainAsync()
    {
        while (_open.TryDequeue(out var batch))
            await batch;
    }

    /// <summary>Waits for what is left after a failure, whatever became of it.</summary>
    public async Task AbandonAsync() => await Task.WhenAll(_open).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private async Task TakeOverAsync(Task<EncodeResult[]> encoding, IReadOnlyList<ShardRows.Entry> entries, Task before)
    {
        var results = await encoding;
        await before;
        rows.Complete(entries, results);
    }
}
