using UniBind.Grid.Alignment;

namespace UniBind.Grid.Bench.Quality;

/// <summary>
/// Accuracy by the number of labels a class. Seed s takes fold s as the test split and draws its labels from the others. Few labels leave nothing to
/// hold out, so that the ridge has the library's default for that case: the mean variance of a raw value.
/// </summary>
internal static class Shots
{
    private const int Seeds = 5;
    private const int MeanVariance = 6; // its place in the library's grid
    private const int MostTested = 600; // pictures of digits
    private static readonly int[] Counts = [1, 2, 5, 10, int.MaxValue];

    public static async Task RunAsync(Report report, LabData data, IReadOnlyList<QualitySet> sets, Bases bases)
    {
        report.Head(["set", "centers", "0 (label head)", .. Counts.Select(c => c == int.MaxValue ? "all" : $"{c}")]);
        var means = new Dictionary<(Centers, int), List<double>>();
        foreach (var set in sets)
            foreach (var kind in Enum.GetValues<Centers>())
            {
                var cells = new List<string> { await ZeroAsync(data, set, bases.Of(set, kind), kind, means) };
                foreach (var count in Counts)
                {
                    var found = new List<double>();
                    for (var seed = 0; seed < Seeds; seed++)
                        found.Add(await OnceAsync(set, bases.Of(set, kind), count, seed));
                    Add(means, kind, count, Median(found));
                    cells.Add($"{Report.Percent(Median(found))} ({Report.Percent(found.Min())}-{Report.Percent(found.Max())})");
                }
                report.Row([set.Name, kind == Centers.Name ? "name" : "LLM", .. cells]);
            }
        foreach (var kind in Enum.GetValues<Centers>())
            report.Row(["mean of medians", kind == Centers.Name ? "name" : "LLM", .. Counts.Prepend(0).Select(c => Report.Percent(means[(kind, c)].Average()))]);
    }

    private static async Task<string> ZeroAsync(LabData data, QualitySet set, CenterSet centers, Centers kind, Dictionary<(Centers, int), List<double>> means)
    {
        if (set.Knowledge == "digits")
            return "-"; // no label of the encoders is a digit
        var head = await ZeroShot.HeadAsync(data, set, centers);
        var found = new List<double>();
        for (var seed = 0; seed < Seeds; seed++)
        {
            var rows = set.Of(seed % set.Folds);
            found.Add(await BenchSpace.AccuracyAsync(centers, Training.Rule, head, set.Scores!.Take(rows), [.. rows.Select(r => set.Items.Items[r].Label)]));
        }
        Add(means, kind, 0, Median(found));
        return $"{Report.Percent(Median(found))} ({Report.Percent(found.Min())}-{Report.Percent(found.Max())})";
    }

    private static async Task<double> OnceAsync(QualitySet set, CenterSet centers, int count, int seed)
    {
        var fold = seed % set.Folds;
        var drawn = set.Without(fold)
            .OrderBy(r => Folds.Hash($"{seed} {set.Items.Items[r].Id}"))
            .GroupBy(r => set.Items.Items[r].Label)
            .SelectMany(c => c.Take(count))
            .ToArray();
        var examples = set.Examples(centers, drawn);
        var gram = GramMatrix.From(examples.Raw, CenterTargets.Of(examples, centers, set.Modality), Training.Gemm);
        var head = RidgeSolver.Solve(gram, set.Modality, RidgeSolver.Grid(gram)[MeanVariance], Training.Gemm);
        var rows = set.Of(fold);
        rows = rows.Length <= MostTested ? rows : [.. rows.OrderBy(r => Folds.Hash(set.Items.Items[r].Id)).Take(MostTested)];
        return await BenchSpace.AccuracyAsync(centers, Training.Rule, head, set.Features.Take(rows), [.. rows.Select(r => set.Items.Items[r].Label)]);
    }


    private static void Add(Dictionary<(Centers, int), List<double>> means, Centers kind, int count, double value)
    {
        if (!means.TryGetValue((kind, count), out var list))
            means.Add((kind, count), list = []);
        list.Add(value);
    }

    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Where(v => !double.IsNaN(v)).Order().ToArray();
        return sorted.Length == 0 ? double.NaN : (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
