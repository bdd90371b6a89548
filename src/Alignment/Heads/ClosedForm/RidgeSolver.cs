using System.Globalization;
using System.Numerics.Tensors;

namespace UniBind.Grid.Alignment;

/// <summary>Ridge regression of targets on raw embeddings in closed form, in double precision, from a <see cref="GramMatrix"/>: exact, and independent of how the items were sharded.</summary>
/// <remarks>
/// With a bias both sides are centered: W^T = (Xc^T Xc + lambda n I)^-1 Xc^T Yc, b = mean(y) - W mean(x). Thread-safe. A raw vector and its
/// projection need not be normalised; <see cref="Head"/> normalises.
/// </remarks>
public static class RidgeSolver
{
    /// <summary>Solves for one lambda.</summary>
    /// <param name="gram">The sums over the items.</param>
    /// <param name="modality">The modality of the head.</param>
    /// <param name="lambda">The ridge for each item, in the unit of a squared raw value; not negative.</param>
    /// <param name="gemm">The products.</param>
    /// <param name="bias">Whether the head has a bias.</param>
    /// <param name="cancellationToken">Checked every block.</param>
    /// <exception cref="AlignmentException">There is no item, or the system is singular, which only a lambda near 0 can make it.</exception>
    public static Head Solve(GramMatrix gram, Modality modality, double lambda, Gemm gemm, bool bias = true, CancellationToken cancellationToken = default)
    {
        if (!double.IsFinite(lambda) || lambda < 0)
            throw new AlignmentException(string.Create(CultureInfo.InvariantCulture, $"The ridge lambda is {lambda}; it must be 0 or more."));
        if (gram.Count == 0)
            throw new AlignmentException($"There is no item of {modality.Name()} to fit a head to.");
        var (p, d, n) = (gram.RawDimension, gram.Dimension, (double)gram.Count);
        var (a, b) = (gram.Xx.ToArray(), gram.Xy.ToArray());
        if (bias)
            Center(gram, a, b);
        for (var r = 0; r < p; r++)
            a[(r * p) + r] += lambda * n;
        if (!Cholesky.Solve(a, p, b, d, gemm, cancellationToken))
            throw new AlignmentException(string.Create(CultureInfo.InvariantCulture, $"The {gram.Count} raw embeddings of {modality.Name()} do not determine a head of {p} values with the ridge lambda {lambda}; give a greater one."));
        return ToHead(gram, modality, lambda, b, bias);
    }

    /// <summary>Lambdas worth trying: 1e-4 to 1e2 of the mean variance of a raw value, or 1e-9 where the raw values do not vary.</summary>
    public static IReadOnlyList<double> Grid(GramMatrix gram)
    {
        var unit = gram.Count == 0 ? 0 : gram.MeanVariance;
        double[] factors = [1e-4, 1e-3, 1e-2, 3e-2, 0.1, 0.3, 1, 3, 10, 100];
        return [.. factors.Select(f => Math.Max(1e-9, f * unit))];
    }

    /// <summary>Solves for each lambda and keeps the head that does best on items that were held out: the greater accuracy to the class centers where they have classes, then the smaller loss.</summary>
    /// <param name="gram">The sums over the training items, which the held-out ones are not among.</param>
    /// <param name="modality">The modality of the head.</param>
    /// <param name="lambdas">The ridges to try.</param>
    /// <param name="heldOut">The items to measure on.</param>
    /// <param name="centers">The class centers; null when the items have captions only.</param>
    /// <param name="gemm">The products.</param>
    /// <param name="bias">Whether the head has a bias.</param>
    /// <param name="cancellationToken">Checked every block.</param>
    /// <param name="rule">How classes are scored in the space; null for the nearest row.</param>
    /// <exception cref="AlignmentException">There is nothing to fit, to try or to measure on.</exception>
    public static Head Select(GramMatrix gram, Modality modality, IReadOnlyList<double> lambdas, HeadExamples heldOut, CenterSet? centers, Gemm gemm, bool bias = true, CancellationToken cancellationToken = default, ScoreRule? rule = null)
    {
        if (lambdas.Count == 0 || heldOut.Count == 0)
            throw new AlignmentException($"To choose the ridge of {modality.Name()} there are {lambdas.Count} lambdas and {heldOut.Count} held-out items; give at least one of each.");
        (Head Head, HeadMetrics Metrics)? best = null;
        foreach (var lambda in lambdas)
        {
            var head = Solve(gram, modality, lambda, gemm, bias, cancellationToken);
            var metrics = HeadEvaluator.Evaluate(head, heldOut, centers, HeadEvaluator.DefaultTemperature, gemm, cancellationToken, rule);
            if (best is null || metrics.BetterThan(best.Value.Metrics))
                best = (head, metrics);
        }
        var (chosen, measured) = best!.Value;
        return chosen with { Origin = chosen.Origin with { Metrics = measured.ByName() } };
    }

    private static void Center(GramMatrix gram, double[] a, double[] b)
    {
        var (p, d, n) = (gram.RawDimension, gram.Dimension, (double)gram.Count);
        for (var r = 0; r < p; r++)
        {
            var mean = -gram.X.Span[r] / n;
            TensorPrimitives.MultiplyAdd(gram.X.Span, mean, a.AsSpan(r * p, p), a.AsSpan(r * p, p));
            TensorPrimitives.MultiplyAdd(gram.Y.Span, mean, b.AsSpan(r * d, d), b.AsSpan(r * d, d));
        }
    }

    private static Head ToHead(GramMatrix gram, Modality modality, double lambda, double[] solution, bool bias)
    {
        var (p, d, n) = (gram.RawDimension, gram.Dimension, (double)gram.Count);
        var weights = new float[(long)d * p];
        var shift = new double[d];
        for (var r = 0; r < p; r++)
            for (var c = 0; c < d; c++)
            {
                weights[(c * p) + r] = (float)solution[(r * d) + c];
                shift[c] += solution[(r * d) + c] * gram.X.Span[r] / n;
            }
        return new Head
        {
            Modality = modality,
            Weights = new EmbeddingMatrix(weights, d, p),
            Bias = bias ? Enumerable.Range(0, d).Select(c => (float)((gram.Y.Span[c] / n) - shift[c])).ToArray() : default(ReadOnlyMemory<float>),
            Origin = new HeadOrigin
            {
                Method = "ridge",
                Settings = new Dictionary<string, string> { ["lambda"] = lambda.ToString("R", CultureInfo.InvariantCulture), ["bias"] = bias ? "true" : "false" },
                Items = gram.Count,
            },
        };
    }
}
