namespace UniBind.Grid.Bench.Quality;

/// <summary>What centred targets and a score that matches the space's are worth, with LLM-augmented centers on the sets of at most 400 items.</summary>
internal static class Ablation
{
    private const int MostItems = 400;

    public static async Task RunAsync(Report report, IReadOnlyList<QualitySet> sets, Bases bases)
    {
        QualitySet[] small = [.. sets.Where(s => s.Fold.Length <= MostItems)];
        (string Name, Supervised Heads)[] variants =
        [
            ("centred targets, InfoNCE by lse:10", new Supervised(bases)), ("class means as they are, InfoNCE by lse:10", new Supervised(bases, centred: false)),
            ("centred targets, InfoNCE by ln sum exp(cos / 0.03)", new Supervised(bases, scoreBeta: 0)),
        ];
        report.Head(["training", .. small.SelectMany(s => new[] { s.Name + ", ridge", s.Name + ", InfoNCE" }), "mean, ridge", "mean, InfoNCE"]);
        foreach (var (name, heads) in variants)
        {
            var found = new List<(double Ridge, double InfoNce)>();
            foreach (var set in small)
            {
                await heads.RunAsync(set, Centers.Llm);
                double Of(Method method) => Measured.Top1(set, heads.Of(set, Centers.Llm, method), bases.Of(set, Centers.Llm), Training.Rule).Value;
                found.Add((Of(Method.Ridge), Of(Method.InfoNce)));
            }
            report.Row([name, .. found.SelectMany(f => new[] { Report.Percent(f.Ridge), Report.Percent(f.InfoNce) }), Report.Percent(found.Average(f => f.Ridge)), Report.Percent(found.Average(f => f.InfoNce))]);
        }
    }
}
