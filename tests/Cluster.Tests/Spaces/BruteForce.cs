using UniBind.Grid.Alignment;

namespace UniBind.Grid.Cluster.Tests;

/// <summary>Head, class and score by the definition, in double and without any of the code under test.</summary>
internal static class BruteForce
{
    public static double[] Embed(Head? head, float[] raw)
    {
        var values = head is null
            ? Array.ConvertAll(raw, v => (double)v)
            : [.. Enumerable.Range(0, head.Dimension).Select(d => Dot(head.Weights.Row(d), raw) + (head.Bias.IsEmpty ? 0 : head.Bias.Span[d]))];
        var norm = Math.Sqrt(values.Sum(v => v * v));
        return Array.ConvertAll(values, v => v / norm);
    }

    public static (string Class, double Score, string Text)[] Classify(CenterSet centers, Modality modality, double[] embedding) =>
        [.. centers.Classes.Select((name, c) =>
        {
            var (start, count) = centers.RowsOf(c);
            var best = Enumerable.Range(start, count).Where(r => centers.Counts(r, modality))
                .Select(r => (Score: Dot(centers.Rows.Row(r), embedding), Row: r)).MaxBy(x => x.Score);
            return (name, best.Score, centers.TextOf(best.Row));
        }).OrderByDescending(x => x.Score)];

    public static double Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var sum = 0.0;
        for (var i = 0; i < a.Length; i++)
            sum += (double)a[i] * b[i];
        return sum;
    }

    public static double Dot(ReadOnlySpan<float> a, double[] b)
    {
        var sum = 0.0;
        for (var i = 0; i < a.Length; i++)
            sum += a[i] * b[i];
        return sum;
    }
}
