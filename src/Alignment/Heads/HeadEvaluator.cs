using System.Numerics.Tensors;

namespace UniBind.Grid.Alignment;

/// <summary>Measures heads on items that they were not trained on.</summary>
public static class HeadEvaluator
{
    /// <summary>The temperature of the loss where none is given.</summary>
    public const double DefaultTemperature = 0.07;

    private const int Block = 512;
    private const int LogitLimit = 1 << 25; // floats of logits at a time

    /// <summary>Measures a head. Thread-safe.</summary>
    /// <param name="head">The head.</param>
    /// <param name="examples">The items.</param>
    /// <param name="centers">The centers that their classes lie in; null for none.</param>
    /// <param name="temperature">The temperature of the loss.</param>
    /// <param name="gemm">The products.</param>
    /// <param name="cancellationToken">Checked every few hundred items.</param>
    /// <param name="rule">How a class's score is made of its rows, for accuracy and loss (score / temperature); null for the nearest row, and a loss of the log-sum-exp over rows.</param>
    /// <exception cref="AlignmentException">The parts do not fit together, or a value is not finite.</exception>
    public static HeadMetrics Evaluate(Head head, HeadExamples examples, CenterSet? centers, double temperature, Gemm gemm, CancellationToken cancellationToken = default, ScoreRule? rule = null)
    {
        rule?.Validate();
        examples.Check("held-out items", head.Dimension, centers);
        if (examples.Raw.Columns != head.RawDimension)
            throw new AlignmentException($"The held-out items of {head.Modality.Name()} have {examples.Raw.Columns} raw values, and the head takes {head.RawDimension}.");
        var block = centers is null || examples.Classes is null ? null : CenterBlock.Of(centers, head.Modality);
        return Evaluate(head.Weights, head.Bias, examples with { Raw = TopValues.Keep(examples.Raw, head.Top) }, block, temperature, gemm, cancellationToken, rule);
    }

    internal static HeadMetrics Evaluate(EmbeddingMatrix weights, ReadOnlyMemory<float> bias, HeadExamples examples, CenterBlock? centers, double temperature, Gemm gemm, CancellationToken cancellationToken, ScoreRule? rule = null)
    {
        var others = centers is null ? examples.Captions is { } captions ? HeadMath.Normalised(captions) : null : centers.Rows;
        if (others is null || others.Rows == 0)
            return new HeadMetrics(null, null);
        var size = Math.Max(1, Math.Min(Block, LogitLimit / others.Rows));
        var (loss, right, counted) = (0.0, 0L, 0L);
        for (var at = 0; at < examples.Count; at += size)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var n = Math.Min(size, examples.Count - at);
            var embeddings = Embed(weights, bias, examples.Raw.Values.Slice(at * examples.Raw.Columns, n * examples.Raw.Columns), n, gemm);
            var logits = new float[(long)n * others.Rows];
            gemm.Multiply(new(embeddings, n, weights.Rows), others.Operand().Transpose, logits);
            for (var i = 0; i < n; i++)
            {
                var row = logits.AsSpan(i * others.Rows, others.Rows);
                var @class = centers is null ? at + i : examples.Classes![at + i];
                if (@class < 0 || (centers is not null && centers.Starts[@class] == centers.Starts[@class + 1]))
                    continue;
                counted++;
                if (centers is not null && rule is not null)
                {
                    var scores = Scores(row, centers, rule);
                    right += TensorPrimitives.IndexOfMax<float>(scores) == @class ? 1 : 0;
                    TensorPrimitives.Divide(scores, (float)temperature, scores);
                    loss += LogSumExp.Of(scores) - scores[@class];
                    continue;
                }
                var best = TensorPrimitives.IndexOfMax<float>(row);
                right += centers is not null && best >= centers.Starts[@class] && best < centers.Starts[@class + 1] ? 1 : 0;
                TensorPrimitives.Divide(row, (float)temperature, row);
                loss += LogSumExp.Of(row) - (centers is null ? row[@class] : LogSumExp.Of(centers.Of(row, @class)));
            }
        }
        return counted == 0 ? new HeadMetrics(null, null) : new HeadMetrics(centers is null ? null : (double)right / counted, loss / counted);
    }

    private static float[] Scores(Span<float> similarities, CenterBlock centers, ScoreRule rule)
    {
        var scores = new float[centers.Classes];
        for (var c = 0; c < scores.Length; c++)
        {
            var own = centers.Of(similarities, c);
            scores[c] = own.IsEmpty ? float.NegativeInfinity : rule.Score(own, TensorPrimitives.Max<float>(own));
        }
        return scores;
    }

    // normalise(W x + b), one row an item
    private static float[] Embed(EmbeddingMatrix weights, ReadOnlyMemory<float> bias, ReadOnlyMemory<float> raw, int n, Gemm gemm)
    {
        var values = new float[(long)n * weights.Rows];
        gemm.Multiply(new(raw, n, weights.Columns), weights.Operand().Transpose, values);
        HeadMath.AddToRows(values, bias.Span);
        HeadMath.NormaliseRows(values, weights.Rows, new float[n]);
        return values;
    }
}
