namespace UniBind.Grid.Alignment.Tests;

/// <summary>InfoNCE written down once more, naively and in double precision, from W to the loss: what the gradients are checked against.</summary>
internal static class ReferenceLoss
{
    public static double Of(double[] w, double[] b, EmbeddingMatrix raw, EmbeddingMatrix? captions, CenterBlock? centers, int[] classes, HeadTrainingOptions options)
    {
        var (n, p, d) = (raw.Rows, raw.Columns, w.Length / raw.Columns);
        var targets = captions ?? centers!.Rows;
        var logits = new double[n, targets.Rows];
        for (var i = 0; i < n; i++)
        {
            var z = new double[d];
            for (var k = 0; k < d; k++)
            {
                z[k] = b.Length == 0 ? 0 : b[k];
                for (var r = 0; r < p; r++)
                    z[k] += w[(k * p) + r] * raw.Row(i)[r];
            }
            var norm = Math.Sqrt(z.Sum(v => v * v));
            for (var j = 0; j < targets.Rows; j++)
                for (var k = 0; k < d; k++)
                    logits[i, j] += z[k] / norm * targets.Row(j)[k] / options.Temperature;
        }
        return captions is null ? Centers(logits, centers!, classes, options) : Captions(logits, n, classes, options);
    }

    private static double Captions(double[,] s, int n, int[] classes, HeadTrainingOptions options)
    {
        bool Negative(int i, int j) => i == j || !options.SameClassMask || classes[i] < 0 || classes[i] != classes[j];
        var (rows, columns) = (0.0, 0.0);
        for (var i = 0; i < n; i++)
        {
            rows += Math.Log(Enumerable.Range(0, n).Where(j => Negative(i, j)).Sum(j => Math.Exp(s[i, j]))) - s[i, i];
            columns += Math.Log(Enumerable.Range(0, n).Where(j => Negative(j, i)).Sum(j => Math.Exp(s[j, i]))) - s[i, i];
        }
        return options.Symmetric ? (rows + columns) / (2 * n) : rows / n;
    }

    private static double Centers(double[,] s, CenterBlock centers, int[] classes, HeadTrainingOptions options)
    {
        var n = classes.Length;
        int[] Rows(int c) => [.. Enumerable.Range(centers.Starts[c], centers.Starts[c + 1] - centers.Starts[c])];
        // exp of the class's logit: the sum over rows, or by the rule of scores exp((1/beta) ln(mean exp(beta cos)) / temperature).
        double Score(int i, int c) => options.ScoreBeta == 0
            ? Rows(c).Sum(r => Math.Exp(s[i, r]))
            : Math.Exp(Math.Log(Rows(c).Average(r => Math.Exp(options.ScoreBeta * options.Temperature * s[i, r]))) / options.ScoreBeta / options.Temperature);
        var (rows, columns) = (0.0, 0.0);
        for (var i = 0; i < n; i++)
        {
            var y = classes[i];
            rows -= Math.Log(Score(i, y) / Enumerable.Range(0, centers.Classes).Sum(c => Score(i, c)));
            columns -= Math.Log(Score(i, y) / Enumerable.Range(0, n).Where(j => j == i || !options.SameClassMask || classes[j] != y).Sum(j => Score(j, y)));
        }
        return options.Symmetric ? (rows + columns) / (2 * n) : rows / n;
    }
}
