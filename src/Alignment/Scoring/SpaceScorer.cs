using System.Numerics.Tensors;

namespace UniBind.Grid.Alignment;

/// <summary>Scores embeddings of one modality against the class centers of a space: exact, over all rows.</summary>
/// <remarks>
/// A class that has no row for the modality never wins. Similarities are made block by block, so that memory stays bounded by
/// <see cref="BlockValues"/> (or by the rows of one class, where those are more) whatever the size of the set. An item's result depends on
/// its embedding alone; the others of its batch change it by rounding at most. Immutable and thread-safe; valid as long as the centers are. Source: section 1.4 of the method.
/// </remarks>
public sealed class SpaceScorer
{
    /// <summary>The similarities that are held at one time: 16 MB.</summary>
    private const int BlockValues = 4 << 20;
    private const int BlockItems = 256;

    private readonly CenterSet _centers;
    private readonly Modality _modality;
    private readonly ScoreRule _rule;
    private readonly ScoreCalibration? _calibration;

    /// <summary>A scorer.</summary>
    /// <param name="centers">The centers.</param>
    /// <param name="modality">The modality of the items; rows that do not count for it are left out.</param>
    /// <param name="rule">How a class's score is made.</param>
    /// <param name="calibration">How scores become confidences; null for none.</param>
    /// <exception cref="AlignmentException">A number of the rule or the calibration is out of range.</exception>
    public SpaceScorer(CenterSet centers, Modality modality, ScoreRule rule, ScoreCalibration? calibration = null)
    {
        rule.Validate();
        calibration?.Validate();
        _centers = centers;
        _modality = modality;
        _rule = rule;
        _calibration = calibration;
    }

    /// <summary>The best classes of each item.</summary>
    /// <param name="embeddings">One row an item, L2-normalised.</param>
    /// <param name="top">How many classes, at least 1.</param>
    /// <exception cref="AlignmentException">The embeddings have another dimension than the centers, or one is not finite.</exception>
    public ScoredItem[] Score(EmbeddingMatrix embeddings, int top)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(top, 1);
        var items = new TopClasses[embeddings.Rows];
        for (var i = 0; i < items.Length; i++)
            items[i] = new TopClasses(Math.Min(top, _centers.Classes.Count), _calibration);
        ForEachClass(embeddings, (item, index, score, row, _) => items[item].Add(index, score, row));
        return Array.ConvertAll(items, item => item.ToItem());
    }

    /// <summary>The score of every class for every item: [items, classes], negative infinity where a class has no row for the modality.</summary>
    /// <param name="embeddings">One row an item, L2-normalised.</param>
    /// <exception cref="AlignmentException">The embeddings have another dimension than the centers, one is not finite, or the result is greater than one matrix holds.</exception>
    public EmbeddingMatrix ClassScores(EmbeddingMatrix embeddings)
    {
        var classes = _centers.Classes.Count;
        if ((long)embeddings.Rows * classes > Array.MaxLength)
            throw new AlignmentException($"The scores of {embeddings.Rows:N0} items for {classes:N0} classes do not fit in one matrix; score fewer items at a time.");
        var scores = new float[embeddings.Rows * classes];
        Array.Fill(scores, float.NegativeInfinity);
        ForEachClass(embeddings, (item, index, score, _, _) => scores[(item * classes) + index] = score);
        return new EmbeddingMatrix(scores, embeddings.Rows, classes);
    }

    /// <summary>Scores every class that has a row for the modality, for every item.</summary>
    /// <param name="embeddings">One row an item, L2-normalised.</param>
    /// <param name="take">Takes item, class, score, the most similar row and its similarity; for one item the classes come in their order.</param>
    /// <exception cref="AlignmentException">The embeddings have another dimension than the centers, or one is not finite.</exception>
    internal void ForEachClass(EmbeddingMatrix embeddings, Action<int, int, float, int, float> take)
    {
        if (embeddings.Columns != _centers.Dimension)
            throw new AlignmentException($"The embeddings have {embeddings.Columns} dimensions, and the centers {_centers.Dimension}; use the space that they were made for.");
        for (var i = 0; i < embeddings.Rows; i++)
            if (!float.IsFinite(TensorPrimitives.Norm(embeddings.Row(i))))
                throw new AlignmentException($"Embedding {i} of {_modality.Name()} is not finite and cannot be scored.");
        var buffer = new float[Math.Min(BlockValues, Math.Max(1, embeddings.Rows) * (long)_centers.Rows.Rows)];
        for (var first = 0; first < _centers.Classes.Count;)
        {
            var (start, rows) = _centers.RowsOf(first);
            var last = first + 1;
            while (last < _centers.Classes.Count && rows + _centers.RowsOf(last).Count <= BlockValues / BlockItems)
                rows += _centers.RowsOf(last++).Count;
            if (rows > buffer.Length)
                buffer = new float[rows];
            var block = _centers.Rows.Slice(start, rows);
            var batch = Math.Clamp(buffer.Length / rows, 1, BlockItems);
            for (var item = 0; item < embeddings.Rows; item += batch)
            {
                var count = Math.Min(batch, embeddings.Rows - item);
                Products.MultiplyTransposed(embeddings.Slice(item, count), block, buffer);
                for (var i = 0; i < count; i++)
                    ScoreClasses(item + i, first, last, start, buffer.AsSpan(i * rows, rows), take);
            }
            first = last;
        }
    }

    private void ScoreClasses(int item, int first, int last, int firstRow, Span<float> similarities, Action<int, int, float, int, float> take)
    {
        for (var c = first; c < last; c++)
        {
            var (start, count) = _centers.RowsOf(c);
            var own = similarities.Slice(start - firstRow, count);
            var best = -1;
            var counting = 0;
            for (var k = 0; k < own.Length; k++)
            {
                if (_centers.IsMasked && !_centers.Counts(start + k, _modality))
                    continue;
                if (best < 0 || own[k] > own[best])
                    best = k;
                counting++;
            }
            if (best < 0)
                continue;
            var greatest = own[best];
            if (counting < own.Length && _rule.Kind != ScoreKind.Max)
                own = Counting(own, start);
            take(item, c, _rule.Score(own, greatest), start + best, greatest);
        }
    }

    /// <summary>Moves the similarities of the rows that count to the front.</summary>
    private Span<float> Counting(Span<float> similarities, int start)
    {
        var count = 0;
        for (var k = 0; k < similarities.Length; k++)
            if (_centers.Counts(start + k, _modality))
                similarities[count++] = similarities[k];
        return similarities[..count];
    }
}
