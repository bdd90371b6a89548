namespace UniBind.Grid.Alignment;

/// <summary>Builds the centers of some classes: selects descriptions by a rule, and puts their embeddings, normalised, together.</summary>
/// <remarks>Not thread-safe. Deterministic: the same classes in the same order give the same set, and a class's rows do not depend on the others added.</remarks>
public sealed class CenterBuilder
{
    private readonly CenterSelection _selection;
    private readonly LabelledEmbeddings? _labelled;
    private readonly EmbeddingMatrix? _items;
    private readonly ILookup<string, int>? _itemsOf;
    private readonly List<string> _classes = [];
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly List<int> _starts = [0];
    private readonly List<EmbeddingMatrix> _rows = [];
    private readonly List<int> _masks = [];
    private readonly List<string> _texts = [];
    private readonly SortedSet<string> _held = new(StringComparer.Ordinal);
    private bool _heldAll;

    /// <summary>A builder.</summary>
    /// <param name="selection">The rule.</param>
    /// <param name="labelled">Labelled embeddings in the same space; needed by <see cref="CenterRule.Calibrated"/>, used by <see cref="CenterRule.TopK"/>, ignored by the others.</param>
    /// <exception cref="AlignmentException">The rule needs labelled embeddings, or one of them is not finite or zero.</exception>
    public CenterBuilder(CenterSelection selection, LabelledEmbeddings? labelled = null)
    {
        selection.Validate();
        _selection = selection;
        _labelled = selection.Rule is CenterRule.TopK or CenterRule.Calibrated ? labelled : null;
        if (selection.Rule == CenterRule.Calibrated && labelled is not { Embeddings.Rows: > 0 })
            throw new AlignmentException("The rule calibrated needs labelled embeddings; name the output folder of a job whose items have labels, or take another rule.");
        if (_labelled is null)
            return;
        if (_labelled.Labels.Count != _labelled.Embeddings.Rows || _labelled.Ids.Count != _labelled.Embeddings.Rows)
            throw new AlignmentException($"{_labelled.Embeddings.Rows} calibration embeddings have {_labelled.Labels.Count} labels and {_labelled.Ids.Count} ids.");
        _itemsOf = Enumerable.Range(0, _labelled.Labels.Count).ToLookup(i => _labelled.Labels[i], StringComparer.Ordinal);
        _items = Normalised(_labelled.Embeddings, i => $"The calibration embedding of '{_labelled.Ids[i]}'");
    }

    /// <summary>The ids of the items whose labels were used so far, sorted; every evaluation leaves them out.</summary>
    public IReadOnlyCollection<string> HeldIds => _held;

    /// <summary>The mask of a row that counts for some modalities; none stands for all.</summary>
    public static int MaskOf(IReadOnlyList<Modality> modalities) =>
        modalities.Count == 0 ? CenterSet.AllModalities : modalities.Aggregate(0, (mask, modality) => mask | 1 << (int)modality);

    /// <summary>Adds a class. Every modality that some description counts for keeps at least one row, as far as the number of rows allows.</summary>
    /// <returns>The places of the chosen descriptions, best first.</returns>
    /// <exception cref="AlignmentException">There is no description, one's embedding is not finite or zero, the dimension is another than before, or the rule has no labelled item of the class.</exception>
    public int[] Add(CenterCandidates candidates)
    {
        var (name, embeddings) = (candidates.Class, candidates.Embeddings);
        if (embeddings.Rows == 0)
            throw new AlignmentException($"The class '{name}' has no description to build a center from; approve some first.");
        if (candidates.Texts.Count != embeddings.Rows || candidates.Masks.Count != embeddings.Rows)
            throw new AlignmentException($"The class '{name}' has {embeddings.Rows} embeddings, {candidates.Texts.Count} texts and {candidates.Masks.Count} masks.");
        if (_names.Contains(name))
            throw new AlignmentException($"Two classes have the name '{name}'; rename one.");
        RequireDimension(name, embeddings.Columns);
        var rows = Normalised(embeddings, i => $"The embedding of the description '{Shortened(candidates.Texts[i])}' of the class '{name}'");

        var chosen = Cover(candidates.Masks, Select(name, rows, _selection.Rows), some => Select(name, rows.Take(some), 1)[0]);
        _classes.Add(name);
        _names.Add(name);
        _rows.Add(rows.Take(chosen));
        _starts.Add(_starts[^1] + chosen.Length);
        _masks.AddRange(chosen.Select(r => candidates.Masks[r]));
        _texts.AddRange(chosen.Select(r => candidates.Texts[r]));
        return chosen;
    }

    /// <summary>The centers of the classes added so far.</summary>
    /// <exception cref="AlignmentException">There is no class.</exception>
    public CenterSet Build()
    {
        if (_classes.Count == 0)
            throw new AlignmentException("There is no class to build centers of.");
        var values = new float[(long)_starts[^1] * _rows[0].Columns];
        var at = 0;
        foreach (var rows in _rows)
        {
            rows.Values.Span.CopyTo(values.AsSpan(at));
            at += rows.Values.Length;
        }
        var texts = _texts.ToArray();
        return new CenterSet([.. _classes], [.. _starts], new EmbeddingMatrix(values, _starts[^1], _rows[0].Columns), [.. _masks], row => texts[row]);
    }

    private int[] Select(string name, EmbeddingMatrix rows, int count)
    {
        switch (_selection.Rule)
        {
            case CenterRule.Medoid:
                return CenterSelector.Medoid(rows, count);
            case CenterRule.Diverse:
                return CenterSelector.Diverse(rows, count, _selection.Relevance);
        }
        if (_labelled is null)
            return CenterSelector.TopK(rows, count, null);
        int[] own = [.. _itemsOf![name]];
        if (_selection.Rule == CenterRule.TopK)
        {
            _held.UnionWith(own.Select(i => _labelled.Ids[i]));
            return CenterSelector.TopK(rows, count, _items!.Take(own));
        }
        if (own.Length == 0)
            throw new AlignmentException($"The class '{name}' has no labelled embedding to calibrate its center on; embed some items of it, or take another rule.");
        if (!_heldAll)
            _held.UnionWith(_labelled.Ids);
        _heldAll = true;
        int[] others = [.. Enumerable.Range(0, _labelled.Labels.Count).Where(i => _labelled.Labels[i] != name)];
        return CalibratedSelector.Select(rows, count, _items!, own, others);
    }

    /// <summary>Where a modality that has candidates lost them all, its best takes the place of the last row that no modality depends on.</summary>
    private static int[] Cover(IReadOnlyList<int> masks, int[] chosen, Func<int[], int> best)
    {
        if (masks.All(mask => mask == CenterSet.AllModalities))
            return chosen;
        foreach (var modality in Modalities.All)
        {
            bool Counts(int row) => (masks[row] >> (int)modality & 1) != 0;
            int[] candidates = [.. Enumerable.Range(0, masks.Count).Where(Counts)];
            if (candidates.Length == 0 || chosen.Any(Counts))
                continue;
            var place = Array.FindLastIndex(chosen, row => Modalities.All.All(m => (masks[row] >> (int)m & 1) == 0 || chosen.Count(other => (masks[other] >> (int)m & 1) != 0) > 1));
            if (place >= 0)
                chosen = [.. chosen.Where((_, i) => i != place), candidates[best(candidates)]];
        }
        return chosen;
    }

    private void RequireDimension(string name, int dimension)
    {
        var expected = _rows.Count > 0 ? _rows[0].Columns : _items?.Columns ?? dimension;
        if (dimension != expected)
            throw new AlignmentException($"The descriptions of '{name}' have embeddings of {dimension} dimensions, and the others of {expected}; embed all with one text encoder.");
    }

    private static EmbeddingMatrix Normalised(EmbeddingMatrix rows, Func<int, string> what)
    {
        var values = rows.Values.ToArray();
        for (var r = 0; r < rows.Rows; r++)
            if (!Directions.TryNormalise(values.AsSpan(r * rows.Columns, rows.Columns)))
                throw new AlignmentException($"{what(r)} is not finite, or all zero; embed it again.");
        return new EmbeddingMatrix(values, rows.Rows, rows.Columns);
    }

    private static string Shortened(string text) => text.Length <= 60 ? text : text[..60] + "...";
}
