namespace UniBind.Grid.Bench.Quality;

/// <summary>What centred targets are worth: ridge heads with LLM-augmented centers on the sets of at most 400 items.</summary>
internal static class Ablation
{
    private const int MostItems = 400;

    public static async Task RunAsync(Report report, IReadOnlyList<QualitySet> sets, Bases bases)
    {
        QualitySet[] small = [.. sets.Where(s => s.Fold.Length <= MostItems)];
        report.Head(["targets", .. small.Select(s => s.Name), "mean"]);
        foreach (var centred in new[] { true, false })
        {
            var heads = new Supervised(bases, centred, infoNce: false);
            var found = new List<double>();
            foreach (var set in small)
            {
                await heads.RunAsync(set, Centers.Llm);
                found.Add(Measured.Top1(set, heads.Of(set, Centers.Llm, Method.Ridge), bases.Of(set, Centers.Llm), Training.Rule).Value);
            }
            report.Row([centred ? "centred" : "class means as they are", .. found.Select(Report.Percent), Report.Percent(found.Average())]);
        }
    }
}
