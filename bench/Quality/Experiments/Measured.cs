using UniBind.Grid.Alignment;

namespace UniBind.Grid.Bench.Quality;

/// <summary>Accuracy as the product's evaluator measures it: the bootstrap draws units (pictures, speakers, frames), not items.</summary>
internal static class Measured
{
    private static readonly EvaluationOptions Options = new() { Resamples = 500, GeometryResamples = 0, UniformityResamples = 0, MaxItems = 20_000 };

    public static Metric Top1(QualitySet set, EmbeddingMatrix embeddings, CenterSet centers, ScoreRule rule, IReadOnlyList<int>? rows = null)
    {
        rows ??= [.. Enumerable.Range(0, embeddings.Rows)];
        var input = new EvaluationInput
        {
            Space = "quality@1",
            Items = [.. rows.Select(r => Item(set, r))],
            Embeddings = rows.Count == embeddings.Rows ? embeddings : embeddings.Take(rows),
            Centers = centers,
            Rule = rule,
        };
        return Evaluator.Run(input, Options).Find("top1")!;
    }

    /// <summary>A set's item as an evaluation sees it.</summary>
    public static EvaluationItem Item(QualitySet set, int row)
    {
        var item = set.Items.Items[row];
        return new EvaluationItem($"{set.Name}/{item.Id}", set.Modality, [item.Label], item.Unit);
    }

    public static string Text(Metric metric) =>
        metric is { Low: { } low, High: { } high } ? $"{Report.Percent(metric.Value)} ({Report.Percent(low)}-{Report.Percent(high)})" : Report.Percent(metric.Value);
}
