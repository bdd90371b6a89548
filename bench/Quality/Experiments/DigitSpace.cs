using UniBind.Grid.Alignment;

namespace UniBind.Grid.Bench.Quality;

/// <summary>
/// The digits in four modalities in one space: retrieval between them, and balance before and after training. Each fold is measured by itself, with
/// the heads that never saw its pictures and its speaker; figures are medians over the folds.
/// </summary>
internal static class DigitSpace
{
    private static readonly Dictionary<string, string> Baselines = new() { ["audio->image"] = "87", ["image->audio"] = "82", ["event->audio"] = "80", ["pointcloud->event"] = "74" };

    private static readonly (string Metric, string What)[] Balances =
    [
        ("top1", "mean accuracy"), ("worst", "worst modality"), ("spread", "spread of accuracy"), ("cv", "CV of accuracy"), ("jain", "Jain's index"), ("corrected.worst", "worst, chance-corrected"),
        ("retrieval.r1", "mean R@1 over pairs"), ("retrieval.worst", "worst pair, R@1"), ("retrieval.asymmetry", "asymmetry of R@1"), ("gap", "centroid gap"), ("rmg", "relative modality gap"),
        ("align", "alignment (lower is better)"), ("eta2", "eta-squared of modality given class"), ("mixing.own", "neighbours of the own modality"), ("mixing.entropy", "entropy of neighbours' modalities"), ("delta.spread", "spread of center profile"),
    ];

    public static async Task RunAsync(Report report, LabData data, IReadOnlyList<QualitySet> sets, Bases bases, Supervised supervised)
    {
        QualitySet[] digits = [.. sets.Where(s => s.Knowledge == "digits")];
        Retrieval(report, digits, bases, supervised);
        report.Line();
        report.Line("### Balance before and after heads");
        report.Line();
        await BalanceAsync(report, data, digits, bases, supervised);
    }

    private static void Retrieval(Report report, QualitySet[] digits, Bases bases, Supervised supervised)
    {
        var found = (from kind in Enum.GetValues<Centers>() from method in Enum.GetValues<Method>() select (kind, method)).ToDictionary(v => v, v => Enumerable.Range(0, digits[0].Folds)
            .Select(fold => Evaluate(digits, bases.Of(digits[0], v.kind), fold, (set, rows) => supervised.Of(set, v.kind, v.method).Take(rows), int.MaxValue, 0)).ToArray());
        report.Head("pair", "queries", "baseline p@1", "name, ridge p@1", "name, InfoNCE p@1", "LLM, ridge p@1", "LLM, InfoNCE p@1", "LLM, InfoNCE R@5", "LLM, InfoNCE R@10", "folds' p@1, LLM, InfoNCE");
        var names = digits.Select(d => d.Modality.Name()).ToArray();
        foreach (var pair in names.SelectMany(a => names.Where(b => b != a).Select(b => $"{a}->{b}")))
        {
            double Of(Centers kind, Method method, string metric) => Weighted(found[(kind, method)].Select(r => r.Find($"{pair}.{metric}")!));
            var last = found[(Centers.Llm, Method.InfoNce)].Select(r => r.Find(pair + ".r1")!).ToArray();
            report.Row(pair, $"{last.Sum(m => m.N):N0}", Baselines.GetValueOrDefault(pair, "-"), Report.Percent(Of(Centers.Name, Method.Ridge, "r1")), Report.Percent(Of(Centers.Name, Method.InfoNce, "r1")),
                Report.Percent(Of(Centers.Llm, Method.Ridge, "r1")), Report.Percent(Of(Centers.Llm, Method.InfoNce, "r1")), Report.Percent(Of(Centers.Llm, Method.InfoNce, "r5")), Report.Percent(Of(Centers.Llm, Method.InfoNce, "r10")),
                $"{Report.Percent(last.Min(m => m.Value))}-{Report.Percent(last.Max(m => m.Value))}");
        }
        double Mean(Centers kind, Method method) => found[(kind, method)].Average(r => r.Find("retrieval.r1")!.Value);
        report.Row("mean of pairs", "", "", Report.Percent(Mean(Centers.Name, Method.Ridge)), Report.Percent(Mean(Centers.Name, Method.InfoNce)), Report.Percent(Mean(Centers.Llm, Method.Ridge)), Report.Percent(Mean(Centers.Llm, Method.InfoNce)), "", "", "");
    }

    private static async Task BalanceAsync(Report report, LabData data, QualitySet[] digits, Bases bases, Supervised supervised)
    {
        var centers = bases.Of(digits[0], Centers.Llm);
        var before = new Dictionary<string, EmbeddingMatrix>();
        foreach (var set in digits)
            before[set.Name] = await BenchSpace.ProjectAsync(centers, await ZeroShot.HeadAsync(data, set, centers), set.Scores!);
        EvaluationResult[] All(Func<QualitySet, int[], EmbeddingMatrix> embeddings, Centers kind) =>
            [.. Enumerable.Range(0, digits[0].Folds).Select(fold => Evaluate(digits, bases.Of(digits[0], kind), fold, embeddings, LabData.ScoredDigits, 20))];
        EvaluationResult[][] columns =
        [
            All((set, rows) => before[set.Name].Take(rows), Centers.Llm),
            All((set, rows) => supervised.Of(set, Centers.Name, Method.InfoNce).Take(rows), Centers.Name),
            All((set, rows) => supervised.Of(set, Centers.Llm, Method.Ridge).Take(rows), Centers.Llm),
            All((set, rows) => supervised.Of(set, Centers.Llm, Method.InfoNce).Take(rows), Centers.Llm),
        ];
        report.Head("median over folds (range)", "before (label heads)", "after, name, InfoNCE", "after, LLM, ridge", "after, LLM, InfoNCE");
        foreach (var (metric, what) in Balances)
            report.Row([what, .. columns.Select(c =>
            {
                var values = c.Select(r => r.Find(metric)?.Value ?? double.NaN).ToArray();
                return $"{Report.Number(Shots.Median(values))} ({Report.Number(values.Min())} to {Report.Number(values.Max())})";
            })]);
    }

    private static EvaluationResult Evaluate(QualitySet[] digits, CenterSet centers, int fold, Func<QualitySet, int[], EmbeddingMatrix> embeddings, int mostPictures, int geometryResamples)
    {
        var (items, parts) = (new List<EvaluationItem>(), new List<float[]>());
        foreach (var set in digits)
        {
            int[] rows = [.. set.Of(fold).Where(r => r < mostPictures)];
            var found = embeddings(set, rows);
            for (var i = 0; i < rows.Length; i++)
            {
                items.Add(Measured.Item(set, rows[i]));
                parts.Add(found.Row(i).ToArray());
            }
        }
        var input = new EvaluationInput { Space = "digits@1", Items = items, Embeddings = EmbeddingMatrix.From(parts, centers.Dimension), Centers = centers, Rule = Training.Rule };
        return Evaluator.Run(input, new EvaluationOptions { Resamples = 20, GeometryResamples = geometryResamples, UniformityResamples = 0 });
    }

    private static double Weighted(IEnumerable<Metric> metrics)
    {
        var all = metrics.ToArray();
        return all.Sum(m => m.Value * m.N) / all.Sum(m => m.N);
    }
}
