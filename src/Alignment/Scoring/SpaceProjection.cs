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

    private SpaceProjection(Space space, Modality modality, Head? head, string headSha256)
    {
        _space = space;
        _head = head;
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

    /// <summary>Projects and scores raw embeddings.</summary>
    /// <param name="raw">One row each.</param>
    /// <exception cref="AlignmentException">A row is not finite, or its projection is zero.</exception>
    public ScoredBatch Apply(EmbeddingMatrix raw)
    {
        var dimension = _space.Manifest.Dimension;
        var values = new float[(long)raw.Rows * dimension];
        var classes = new int[raw.Rows];
        var scores = new float[raw.Rows];
        var rows = new int[raw.Rows];
        for (var i = 0; i < raw.Rows; i++)
        {
            var to = values.AsSpan(i * dimension, dimension);
            if (_head is null)
                raw.Row(i).CopyTo(to);
            else
                for (var d = 0; d < dimension; d++)
                    to[d] = TensorPrimitives.Dot(_head.Weights.Row(d), raw.Row(i)) + (_head.Bias.IsEmpty ? 0 : _head.Bias.Span[d]);
            var norm = TensorPrimitives.Norm<float>(to);
            if (!float.IsFinite(norm) || norm == 0)
                throw new AlignmentException($"Row {i} of {Modality.Name()} has no direction in '{_space.Manifest.Id}': its values are not finite, or all zero.");
            TensorPrimitives.Divide(to, norm, to);
            (classes[i], scores[i], rows[i]) = Best(to);
        }
        return new ScoredBatch(new EmbeddingMatrix(values, raw.Rows, dimension), classes, scores, rows);
    }

    /// <summary>Projects raw embeddings and names the best classes of each.</summary>
    /// <param name="raw">One row each.</param>
    /// <param name="top">How many classes at most.</param>
    /// <exception cref="AlignmentException">The space has no centers, a row is not finite, or its projection is zero.</exception>
    public Classification[] Classify(EmbeddingMatrix raw, int top)
    {
        if (_space.Centers is not { } centers)
            throw new AlignmentException($"The space '{_space.Manifest.Id}' has no class centers.");
        var scored = Apply(raw);
        return [.. Enumerable.Range(0, raw.Rows).Select(i =>
        {
            var embedding = scored.Embeddings.Values.Slice(i * scored.Embeddings.Columns, scored.Embeddings.Columns);
            var classes = Enumerable.Range(0, centers.Classes.Count)
                .Select(c => BestRow(centers, c, embedding.Span) is { Row: >= 0 } best ? new ClassHit(c, centers.Classes[c], best.Score, null, best.Row, centers.TextOf(best.Row)) : null)
                .OfType<ClassHit>().OrderByDescending(h => h.Score).ThenBy(h => h.Class).ToArray();
            return new Classification(embedding, [.. classes.Take(top)], classes.Length > 1 ? classes[0].Score - classes[1].Score : 0, scored.Class[i] < 0);
        })];
    }

    private (float Score, int Row) BestRow(CenterSet centers, int index, ReadOnlySpan<float> embedding)
    {
        var best = (Score: float.NegativeInfinity, Row: -1);
        var (start, count) = centers.RowsOf(index);
        for (var r = start; r < start + count; r++)
            if (centers.Counts(r, Modality) && TensorPrimitives.Dot(centers.Rows.Row(r), embedding) is var score && score > best.Score)
                best = (score, r);
        return best;
    }

    private (int Class, float Score, int Row) Best(ReadOnlySpan<float> embedding)
    {
        var best = (Class: -1, Score: float.NegativeInfinity, Row: -1);
        if (_space.Centers is not { } centers)
            return (-1, 0, -1);
        for (var c = 0; c < centers.Classes.Count; c++)
        {
            var (start, count) = centers.RowsOf(c);
            for (var r = start; r < start + count; r++)
                if (centers.Counts(r, Modality) && TensorPrimitives.Dot(centers.Rows.Row(r), embedding) is var score && score > best.Score)
                    best = (c, score, r);
        }
        return best;
    }
}
