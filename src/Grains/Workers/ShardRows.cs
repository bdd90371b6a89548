using UniBind.Grid.Alignment;
using UniBind.Grid.Corpora;
using UniBind.Grid.Encoding;
using UniBind.Grid.Media;

namespace UniBind.Grid.Grains;

/// <summary>Collects the rows and dead letters of a shard, in the planned order; their embeddings are the raw ones until <see cref="ProjectAsync"/>.</summary>
/// <remarks>Not thread-safe: used by one attempt, one step at a time.</remarks>
internal sealed class ShardRows(string space, ModalityEncoder encoder)
{
    private readonly List<(PlannedItem Item, int Rows)> _items = [];
    private List<OutputRow> _rows = [];
    private readonly List<DeadLetter> _deadLetters = [];
    private readonly List<(PlannedItem Item, string ContentSha256, CachedItem Encoded)> _encoded = [];

    public IReadOnlyList<OutputRow> Rows => _rows;

    public IReadOnlyList<DeadLetter> DeadLetters => _deadLetters;

    /// <summary>What the encoder made of each item, those from the cache left out.</summary>
    public IReadOnlyList<(PlannedItem Item, string ContentSha256, CachedItem Encoded)> Encoded => _encoded;

    public TimeSpan DecodeTime { get; private set; }

    public long Bytes { get; private set; }

    public void Count(DecodedItem decoded)
    {
        DecodeTime += decoded.Time;
        JobMetrics.Prepared(encoder.Modality, decoded.Time, TelemetryTags.Batch);
        Bytes += decoded.Bytes;
    }

    /// <summary>What of a decoded item goes to the encoder; an item that failed becomes a dead letter.</summary>
    public IEnumerable<Entry> Accept(DecodedItem decoded)
    {
        if (decoded.Error is { } error)
        {
            Fail(decoded.Planned, error);
            return [];
        }
        if (decoded.Cached is { } cached)
        {
            Write(decoded.Planned, decoded.ContentSha256, cached, RowOrigin.Reused);
            return [];
        }
        var item = new ItemOutcome(decoded);
        return decoded.Prepared.Select((prepared, chunk) => new Entry(item, chunk, prepared));
    }

    /// <summary>Takes over the results of a batch. An item of several rows is written when its last row is there; one failed row fails the item.</summary>
    public void Complete(IReadOnlyList<Entry> entries, IReadOnlyList<EncodeResult> results)
    {
        for (var i = 0; i < entries.Count; i++)
        {
            var (item, chunk, _) = entries[i];
            item.Results[chunk] = results[i];
            if (--item.Open == 0)
                Write(item);
        }
    }

    /// <summary>
    /// Brings all rows into a published space, once everything is encoded. An item with a row that has no direction there becomes a dead letter.
    /// </summary>
    /// <returns>The raw embeddings of the rows that are left, in their order.</returns>
    public async Task<IReadOnlyList<RawRow>> ProjectAsync(RowProjector projector, CancellationToken cancellationToken)
    {
        var projected = await projector.ApplyAsync(_rows, cancellationToken);
        var rows = new List<OutputRow>(_rows.Count);
        var raw = new List<RawRow>(_rows.Count);
        var start = 0;
        foreach (var (item, count) in _items)
        {
            var own = Enumerable.Range(start, count);
            start += count;
            if (own.Select(i => projected[i].Problem).FirstOrDefault(p => p is not null) is { } problem)
            {
                Fail(item, new ItemException(ItemStage.Encode, ItemErrorCodes.NotFinite, problem));
                continue;
            }
            foreach (var i in own)
            {
                rows.Add(projected[i].Row!);
                raw.Add(new RawRow(_rows[i].Id, _rows[i].Embedding));
            }
        }
        _rows = rows;
        return raw;
    }

    private void Write(ItemOutcome item)
    {
        var decoded = item.Decoded;
        if (item.Results.FirstOrDefault(r => r.Error is not null).Error is { } error)
        {
            Fail(decoded.Planned, error);
            return;
        }
        var encoded = new CachedItem(Array.ConvertAll(item.Results, r => r.Vector!), [.. decoded.Prepared.Select(p => p.Truncated)]);
        _encoded.Add((decoded.Planned, decoded.ContentSha256, encoded));
        Write(decoded.Planned, decoded.ContentSha256, encoded, RowOrigin.Embedded);
    }

    private void Write(PlannedItem planned, string contentSha256, CachedItem encoded, RowOrigin origin)
    {
        var count = encoded.Vectors.Length;
        _items.Add((planned, count));
        for (var chunk = 0; chunk < count; chunk++)
        {
            _rows.Add(new OutputRow
            {
                Id = count == 1 ? planned.Item.Id : FormattableString.Invariant($"{planned.Item.Id}#chunk={chunk}"),
                Uri = planned.Item.Uri,
                Modality = encoder.Modality,
                Labels = planned.Item.Labels,
                Group = planned.Item.Group,
                Split = planned.Item.Split,
                Space = space,
                Encoder = encoder.Sha256,
                Head = SpaceProjection.Identity,
                ContentSha256 = contentSha256,
                Truncated = encoded.Truncated[chunk],
                Embedding = encoded.Vectors[chunk],
                Origin = chunk == 0 ? origin : RowOrigin.Continuation,
            });
        }
    }

    private void Fail(PlannedItem planned, ItemException error) =>
        _deadLetters.Add(new DeadLetter(planned.Item.Id, planned.Item.Uri, error.Stage, error.Code, error.Message));

    /// <summary>One prepared row group on its way through the encoder.</summary>
    internal sealed record Entry(ItemOutcome Item, int Chunk, PreparedItem Prepared);

    /// <summary>The results of one item as they come in.</summary>
    internal sealed class ItemOutcome(DecodedItem decoded)
    {
        public DecodedItem Decoded { get; } = decoded;

        public EncodeResult[] Results { get; } = new EncodeResult[decoded.Prepared.Count];

        public int Open { get; set; } = decoded.Prepared.Count;
    }
}
