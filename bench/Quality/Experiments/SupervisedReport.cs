using UniBind.Grid.Alignment;

namespace UniBind.Grid.Bench.Quality;

/// <summary>Accuracy of trained heads, beside the baselines of the lab.</summary>
internal static class SupervisedReport
{
    private static readonly Dictionary<string, string> Baselines = new()
    {
        ["digits-image"] = "90",
        ["digits-audio"] = "91",
        ["digits-event"] = "85",
        ["digits-pointcloud"] = "77",
        ["thermal"] = "75",
        ["esc10-audio"] = "97.5 (nearest centroid)",
    };

    public static void Write(Report report, IReadOnlyList<QualitySet> sets, Bases bases, Supervised supervised)
    {
        report.Head("set", "n", "folds", "baseline", "name, ridge", "name, InfoNCE", "LLM, ridge", "LLM, InfoNCE", "LLM, ridge, max", "LLM, InfoNCE, max");
        var columns = new List<double>[6];
        for (var i = 0; i < columns.Length; i++)
            columns[i] = [];
        foreach (var set in sets)
        {
            Metric[] cells =
            [
                Of(set, Centers.Name, Method.Ridge, Training.Rule), Of(set, Centers.Name, Method.InfoNce, Training.Rule),
                Of(set, Centers.Llm, Method.Ridge, Training.Rule), Of(set, Centers.Llm, Method.InfoNce, Training.Rule),
                Of(set, Centers.Llm, Method.Ridge, new ScoreRule()), Of(set, Centers.Llm, Method.InfoNce, new ScoreRule()),
            ];
            for (var i = 0; i < cells.Length; i++)
                if (set.Helper is null)
                    columns[i].Add(cells[i].Value);
            report.Row([set.Title, $"{set.Fold.Length:N0}", $"{set.Folds}", Baselines.GetValueOrDefault(set.Name, "-"), .. cells.Select(Measured.Text)]);
        }
        report.Row(["mean", "", "", "", .. columns.Select(c => Report.Percent(c.DefaultIfEmpty(double.NaN).Average()))]);

        Metric Of(QualitySet set, Centers kind, Method method, ScoreRule rule) => Measured.Top1(set, supervised.Of(set, kind, method), bases.Of(set, kind), rule);
    }
}
