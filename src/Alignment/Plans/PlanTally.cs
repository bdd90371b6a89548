namespace UniBind.Grid.Alignment;

/// <summary>Adds the plans of shards up.</summary>
/// <remarks>Not thread-safe.</remarks>
internal sealed class PlanTally(int list)
{
    private readonly SortedDictionary<Modality, ModalityPlan> _modalities = [];
    private readonly Dictionary<(string Modality, string? From, string? To), long> _moves = [];
    private readonly List<ClassChange> _changes = [];
    private readonly List<string> _notes = [];

    public void Add(ShardPlan shard)
    {
        if (shard.Modality is not { } modality)
            return;
        var sum = _modalities.GetValueOrDefault(modality);
        var own = shard.Counts;
        _modalities[modality] = sum is null ? own : new ModalityPlan(
            own.Modality, sum.Rows + own.Rows, sum.Changed + own.Changed, sum.Labelled + own.Labelled, sum.RightBefore + own.RightBefore, sum.RightAfter + own.RightAfter);
        foreach (var change in shard.Changes)
        {
            var move = (change.Modality, change.From, change.To);
            _moves[move] = _moves.GetValueOrDefault(move) + 1;
            if (_changes.Count < list)
                _changes.Add(change);
        }
        foreach (var note in shard.Notes)
            if (!_notes.Contains(note))
                _notes.Add(note);
    }

    public SpacePlanResult Result(string before, string after) => new()
    {
        Before = before,
        After = after,
        Rows = _modalities.Values.Sum(m => m.Rows),
        Changed = _modalities.Values.Sum(m => m.Changed),
        Modalities = [.. _modalities.Values],
        Moves =
        [
            .. _moves.Select(m => new ClassMove(m.Key.Modality, m.Key.From, m.Key.To, m.Value))
                .OrderByDescending(m => m.Rows).ThenBy(m => m.Modality, StringComparer.Ordinal)
                .ThenBy(m => m.From, StringComparer.Ordinal).ThenBy(m => m.To, StringComparer.Ordinal),
        ],
        Changes = _changes,
        Notes = _notes,
    };
}
