using UniBind.Grid.Corpora;

namespace UniBind.Grid.Alignment;

/// <summary>Takes rows one by one and keeps a bounded sample of each modality.</summary>
/// <remarks>Not thread-safe.</remarks>
internal sealed class RowSample(string spaceId, Space? space, EvaluationReadOptions options)
{
    private readonly Dictionary<Modality, PriorityQueue<(EvaluationItem Item, float[] Vector), SampleOrder>> _kept = [];
    private readonly Dictionary<Modality, (string Encoder, string Head)> _made = [];
    private readonly Dictionary<Modality, int> _available = [];
    private readonly HashSet<(string, Modality)> _seen = [];
    private int _calibrated;
    private int _repeated;
    private int _rows;

    /// <summary>Takes a row, or passes it over: of another split, a calibrated item, a further row of an item.</summary>
    /// <exception cref="AlignmentException">It is of another space version, encoder or head than the others.</exception>
    public void Add(OutputRow row)
    {
        _rows++;
        RequireOneSpace(row);
        if (options.Split is { } split && row.Split != split)
            return;
        if (!_seen.Add((row.Id, row.Modality)))
        {
            _repeated++;
            return;
        }
        if (space?.CalibratedIds.Contains(row.Id) is true)
        {
            _calibrated++;
            return;
        }
        _available[row.Modality] = _available.GetValueOrDefault(row.Modality) + 1;
        var item = new EvaluationItem(row.Id, row.Modality, row.Labels, row.Group, row.Uri);
        if (!_kept.TryGetValue(row.Modality, out var queue))
            _kept.Add(row.Modality, queue = new PriorityQueue<(EvaluationItem, float[]), SampleOrder>(LastFirst));
        queue.Enqueue((item, row.Embedding), SampleOrder.Of(item, options.Bounds.Seed));
        if (queue.Count > options.Bounds.MaxItems)
            queue.Dequeue();
    }

    /// <summary>What was taken.</summary>
    /// <param name="aligned">Whether the pack's modalities share one space.</param>
    /// <exception cref="AlignmentException">There are no rows of the split.</exception>
    public EvaluationInput ToInput(bool aligned)
    {
        var rows = _kept.Values.SelectMany(q => q.UnorderedItems.Select(i => i.Element)).ToArray();
        if (rows.Length == 0)
            throw new AlignmentException(_calibrated > 0
                ? $"All {_calibrated:N0} rows of the split calibrated the centers of '{spaceId}'; there is nothing left to evaluate."
                : $"None of the {_rows:N0} rows has the split '{options.Split}'; the corpus' manifest names splits in its field 'split', and --split all takes every row.");
        var comparable = space is not null || aligned;
        var vectors = rows.Select(r => comparable ? r.Vector : []).ToArray();
        return new EvaluationInput
        {
            Space = space?.Manifest.Id ?? spaceId,
            SpaceSha256 = space?.Sha256 ?? "",
            Items = [.. rows.Select(r => r.Item)],
            Embeddings = EmbeddingMatrix.From(vectors, vectors[0].Length),
            Centers = space?.Centers,
            Rule = space?.Manifest.Score ?? new ScoreRule(),
            Calibrations = Modalities.All.Where(m => space?.CalibrationOf(m) is not null).ToDictionary(m => m, m => space!.CalibrationOf(m)!),
            CalibratedIds = space?.CalibratedIds ?? new HashSet<string>(),
            CalibratedRows = _calibrated,
            Comparable = comparable,
            Available = _available,
            RepeatedRows = _repeated,
        };
    }

    private static readonly IComparer<SampleOrder> LastFirst = Comparer<SampleOrder>.Create((a, b) => b.CompareTo(a));

    private void RequireOneSpace(OutputRow row)
    {
        if (row.Space != spaceId)
            throw new AlignmentException($"The rows mix the spaces '{spaceId}' and '{row.Space}'; evaluate one version at a time, and compare two with --against.");
        if (!_made.TryGetValue(row.Modality, out var made))
        {
            _made.Add(row.Modality, (row.Encoder, row.Head));
            var expected = space?.HeadOf(row.Modality)?.Sha256 ?? SpaceProjection.Identity;
            if (space is not null && space.Manifest.Id != row.Space && row.Head != expected)
                throw new AlignmentException($"The rows of {row.Modality.Name()} were made with another head than that of '{space.Manifest.Id}'; realign the output first.");
        }
        else if (made != (row.Encoder, row.Head))
            throw new AlignmentException($"The rows of {row.Modality.Name()} were made with different encoders or heads; evaluate their outputs one by one.");
    }
}
