using System.Numerics.Tensors;

namespace UniBind.Grid.Alignment;

/// <summary>Brings raw embeddings of one modality into a space version: head, normalisation, class scores. The one place where rows of jobs, realigned rows and online answers are made.</summary>
/// <remarks>Immutable and thread-safe; valid as long as its space is open.</remarks>
public sealed class SpaceProjection
{
    /// <summary>What stands in the column <c>head</c> where a modality has none.</summary>
    public const string Identity = "identity";

    private readonly Space _space;
    private readonly Head? _head;
    private readonly SpaceScorer? _scorer;

    private SpaceProjection(Space space, Modality modality, Head? head, string headSha256)
    {
        _space = space;
        _head = head;
        _scorer = space.Centers is { } centers ? new SpaceScorer(centers, modality, space.Manifest.Score, space.CalibrationOf(modality)) : null;
        Modality = modality;
        HeadSha256 = headSha256;
    }

    /// <summary>The modality.</summary>
    public Modality Modality { get; }

    /// <summary>The hash of the head, or <see cref="Identity"/>.</summary>
    public string HeadSha256 { get; }

    /// <summary>Whether a space takes items of a modality: it has a head for it, or needs none (the text anchors, an aligned pack).</summary>
    public static bool Supports(Space space, Modality modality) =>
        space.HeadOf(modality) is not null || modality == Modality.Text || space.Manifest.PackAligned;

    /// <summary>The projection of one modality.</summary>
    /// <param name="space">The space version; stays the caller's.</param>
    /// <param name="modality">The modality.</param>
    /// <param name="encoder">The hash of the encoder that makes the raw embeddings.</param>
    /// <param name="rawDimension">Their length.</param>
    /// <exception cref="AlignmentException">The space has no head for the modality, or one for another encoder or length.</exception>
    public static SpaceProjection Create(Space space, Modality modality, string encoder, int rawDimension)
    {
        var id = space.Manifest.Id;
        if (!Supports(space, modality))
            throw new AlignmentException($"The space '{id}' has no head for {modality.Name()}; train one with 'unibind align' and publish a new version.");
        var (head, sha256) = space.HeadOf(modality) is { } trained ? (trained.Head, trained.Sha256) : ((Head?)null, Identity);
        if (head is not null && head.Origin.Encoder.Length > 0 && head.Origin.Encoder != encoder)
            throw new AlignmentException($"The head for {modality.Name()} of '{id}' was trained for another encoder than the one at hand; train it again.");
        var expected = head?.RawDimension ?? space.Manifest.Dimension;
        if (rawDimension != expected)
            throw new AlignmentException($"The encoder of {modality.Name()} gives {rawDimension} values, and '{id}' takes {expected}.");
        return new SpaceProjection(space, modality, head, sha256);
    }

    /// <summary>Projects and scores raw embeddings. The others of the batch change a row's result by rounding at most.</summary>
    /// <param name="raw">One row each.</param>
    /// <exception cref="AlignmentException">A row is not finite, its projection is zero, or its length is not that of the encoder.</exception>
    public ScoredBatch Apply(EmbeddingMatrix raw)
    {
        var embeddings = Project(raw);
        var classes = new int[raw.Rows];
        var scores = new float[raw.Rows];
        var rows = new int[raw.Rows];
        if (_scorer is null)
        {
            Array.Fill(classes, -1);
            Array.Fill(rows, -1);
            return new ScoredBatch(embeddings, classes, scores, rows);
        }
        var items = _scorer.Score(embeddings, top: 1);
        for (var i = 0; i < items.Length; i++)
        {
            var best = items[i].Top is [var first, ..] ? first : new ClassScore(-1, 0, null, -1);
            (classes[i], scores[i], rows[i]) = (items[i].IsUnknown ? -1 : best.Class, best.Score, best.Row);
        }
        return new ScoredBatch(embeddings, classes, scores, rows);
    }

    /// <summary>Projects raw embeddings and names the best classes of each, with their explanations.</summary>
    /// <param name="raw">One row each.</param>
    /// <param name="top">How many classes, at least 1.</param>
    /// <exception cref="AlignmentException">A row is not finite, its projection is zero, or its length is not that of the encoder.</exception>
    public IReadOnlyList<Classification> Classify(EmbeddingMatrix raw, int top)
    {
        var embeddings = Project(raw);
        var dimension = embeddings.Columns;
        var items = _scorer?.Score(embeddings, top);
        var results = new Classification[raw.Rows];
        for (var i = 0; i < results.Length; i++)
        {
            var item = items?[i] ?? new ScoredItem([], 0, IsUnknown: true);
            ClassHit[] hits = [.. item.Top.Select(c => new ClassHit(c.Class, _space.Centers!.Classes[c.Class], c.Score, c.Confidence, c.Row, _space.Centers.TextOf(c.Row)))];
            results[i] = new Classification(embeddings.Values.Slice(i * dimension, dimension), hits, item.Margin, item.IsUnknown);
        }
        return results;
    }

    /// <summary>The embeddings alone.</summary>
    /// <param name="raw">One row each.</param>
    /// <exception cref="AlignmentException">A row is not finite, its projection is zero, or its length is not that of the encoder.</exception>
    public EmbeddingMatrix Project(EmbeddingMatrix raw)
    {
        var dimension = _space.Manifest.Dimension;
        if (raw.Columns != (_head?.RawDimension ?? dimension))
            throw new AlignmentException($"The raw embeddings of {Modality.Name()} have {raw.Columns} values, and '{_space.Manifest.Id}' takes {_head?.RawDimension ?? dimension}.");
        var values = _head is null ? raw.Values.ToArray() : HeadProjection.Multiply(_head, raw);
        for (var i = 0; i < raw.Rows; i++)
            if (!float.IsFinite(TensorPrimitives.Norm(raw.Row(i))) || !Directions.TryNormalise(values.AsSpan(i * dimension, dimension)))
                throw new AlignmentException($"Row {i} of {Modality.Name()} has no direction in '{_space.Manifest.Id}': its values are not finite, or all zero.");
        return new EmbeddingMatrix(values, raw.Rows, dimension);
    }
}
