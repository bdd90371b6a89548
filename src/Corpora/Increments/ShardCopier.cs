namespace UniBind.Grid.Corpora;

/// <summary>
/// Makes the rows of items from rows that are there: embedding, class, score and hashes are the original's bit by bit; id, address, labels,
/// group and split are the item's own.
/// </summary>
/// <remarks>Not thread-safe. Memory: the shard's own rows and one part that it copies from.</remarks>
/// <param name="source">Where the originals are: this job, or an earlier one.</param>
/// <param name="origin">What the rows are counted as.</param>
/// <param name="keepRaw">Whether raw embeddings are copied, too, where the rows have a head.</param>
public sealed class ShardCopier(JobFolder source, RowOrigin origin, bool keepRaw)
{
    private readonly List<OutputRow> _rows = [];
    private readonly List<RawRow> _raw = [];
    private readonly List<DeadLetter> _deadLetters = [];

    /// <summary>Copies the rows of a shard; those of items whose original became a dead letter become dead letters, too.</summary>
    /// <param name="items">The items, those with one source shard behind each other.</param>
    /// <param name="ct">Ends the copying.</param>
    /// <exception cref="CorpusException">A part is gone or damaged, or has no raw embeddings.</exception>
    public async Task<CopiedShard> CopyAsync(IReadOnlyList<PlannedItem> items, CancellationToken ct = default)
    {
        for (int start = 0, end; start < items.Count; start = end)
        {
            var shard = Shard(items[start]);
            for (end = start + 1; end < items.Count && Shard(items[end]) == shard;)
                end++;
            await CopyAsync(shard, items.Skip(start).Take(end - start), ct).ConfigureAwait(false);
        }
        return new CopiedShard(_rows, _raw.Count > 0 ? _raw : null, _deadLetters);
    }

    private static string Shard(PlannedItem item) => item.From?.Shard ?? throw new CorpusException($"The plan does not say what the row of '{item.Item.Id}' is made of.");

    private async Task CopyAsync(string shard, IEnumerable<PlannedItem> items, CancellationToken ct)
    {
        var part = await PartReader.FindAsync(source, shard, ct).ConfigureAwait(false) ?? throw new CorpusException($"The part of shard {shard} in '{source.Root}' is gone.");
        var planned = await ShardFile.ReadAsync(source.Shard(shard), ct).ConfigureAwait(false);
        var rows = await PartReader.ReadPartAsync(part, ct).ConfigureAwait(false);
        var places = new ItemRows(rows.Select(r => r.Id), planned.Select(i => i.Item.Id));
        var raw = keepRaw && rows.Any(r => r.Head != RawReader.IdentityHead) ? await ReadRawAsync(shard, ct).ConfigureAwait(false) : null;
        IReadOnlyList<DeadLetter>? letters = null;
        foreach (var item in items)
        {
            var original = Original(planned, item, shard);
            if (places.Of(original) is { Count: > 0 } own)
            {
                Add(item, own, rows, raw);
                continue;
            }
            letters ??= await PartReader.ReadDeadLettersAsync(part, ct).ConfigureAwait(false);
            Fail(item, letters.FirstOrDefault(l => l.Id == original)
                ?? throw new CorpusException($"'{part}' has neither a row nor a dead letter of '{original}'; it is damaged."));
        }
    }

    private string Original(IReadOnlyList<PlannedItem> planned, PlannedItem item, string shard)
    {
        if (origin == RowOrigin.Carried)
            return item.Item.Id;
        var row = item.From!.Value.Row;
        return row < planned.Count ? planned[row].Item.Id : throw new CorpusException($"Shard {shard} in '{source.Root}' has no item {row}.");
    }

    private async Task<RawShard> ReadRawAsync(string shard, CancellationToken ct)
    {
        var reader = await RawReader.OpenAsync(source.Root, ct).ConfigureAwait(false);
        return await reader.ReadShardAsync(shard, ct).ConfigureAwait(false);
    }

    private void Add(PlannedItem item, IReadOnlyList<int> own, IReadOnlyList<OutputRow> rows, RawShard? raw)
    {
        for (var i = 0; i < own.Count; i++)
        {
            var id = own.Count == 1 ? item.Item.Id : ItemRows.RowId(item.Item.Id, i);
            _rows.Add(rows[own[i]] with
            {
                Id = id,
                Uri = item.Item.Uri,
                Labels = item.Item.Labels,
                Group = item.Item.Group,
                Split = item.Item.Split,
                Origin = i == 0 ? origin : RowOrigin.Continuation,
            });
            if (raw is not null)
                _raw.Add(new RawRow(id, raw.RawOf(own[i]).ToArray()));
        }
    }

    private void Fail(PlannedItem item, DeadLetter original) => _deadLetters.Add(new DeadLetter(
        item.Item.Id, item.Item.Uri, original.Stage, original.Code, ListedItem.Shorten($"The same content failed as '{original.Id}': {original.Message}")));
}
