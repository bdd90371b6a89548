using UniBind.Grid.Alignment;

namespace UniBind.Grid.Bench.Quality;

/// <summary>Label heads: no item and no label of an item is used. The setting for a set is the one that is best in the mean over the other sets.</summary>
internal static class ZeroShot
{
    /// <summary>The setting used wherever one is needed, see the report of how it does.</summary>
    public const int Top = 10;

    private static readonly int[] Tops = [5, 10, 0];
    private static readonly double[] Temperatures = [0, 0.2];
    private static readonly bool[] Wholes = [false, true];
    private static readonly string[] Rules = ["max", "lse:10", "mean", "topmean:5"];
    private static readonly Dictionary<string, string> Baselines = new() { ["esc10-audio"] = "75.0", ["furniture-pointcloud"] = "59.6", ["cifar10-image"] = "26.3" };

    /// <summary>The head of a setting; a temperature of 0 counts all labels alike.</summary>
    public static async Task<Head> HeadAsync(LabData data, QualitySet set, CenterSet centers, int top = Top, double temperature = LabelRelevance.DefaultTemperature, bool whole = true)
    {
        var names = await data.EmbedAsync(set.ScoreLabels.SelectMany(l => LabelHead.NamesOf(l, whole)));
        return LabelHead.Create(set.Modality, set.ScoreLabels, names, top, temperature == 0 ? null : new LabelRelevance(centers, Training.Rule, temperature), whole);
    }

    public static async Task RunAsync(Report report, LabData data, IReadOnlyList<QualitySet> all, Bases bases)
    {
        QualitySet[] sets = [.. all.Where(s => s.Knowledge != "digits")];
        var settings = (from whole in Wholes from top in Tops from temperature in Temperatures from rule in Rules select (top, temperature, whole, rule)).ToArray();
        var found = new Dictionary<(string Set, Centers Kind, int Top, double Temperature, bool Whole, string Rule), Metric>();
        foreach (var set in sets)
            foreach (var kind in Enum.GetValues<Centers>())
                foreach (var (top, temperature, whole) in settings.Select(s => (s.top, s.temperature, s.whole)).Distinct())
                {
                    var centers = bases.Of(set, kind);
                    var embeddings = await BenchSpace.ProjectAsync(centers, await HeadAsync(data, set, centers, top, temperature, whole), set.Scores!);
                    foreach (var rule in Rules)
                        found[(set.Name, kind, top, temperature, whole, rule)] = kind == Centers.Name && rule != Rules[0]
                            ? found[(set.Name, kind, top, temperature, whole, Rules[0])]
                            : Measured.Top1(set, embeddings, centers, ScoreRule.Parse(rule));
                }

        report.Line("Mean over the four sets by setting (class-name-only; LLM-augmented by rule):");
        report.Line();
        report.Head(["probabilities kept", "relevance", "label names", "name", .. Rules.Select(r => "LLM, " + r)]);
        foreach (var (top, temperature, whole) in settings.Select(s => (s.top, s.temperature, s.whole)).Distinct())
            report.Row([top == 0 ? "all" : $"{top}", temperature == 0 ? "off" : Report.Number(temperature, "0.0"), whole ? "whole lines" : "split", Report.Percent(Mean(sets, Centers.Name, top, temperature, whole, Rules[0])),
                .. Rules.Select(r => Report.Percent(Mean(sets, Centers.Llm, top, temperature, whole, r)))]);
        report.Line();
        report.Head("set", "n", "classes", "baseline", "plain label head, name", "name", "LLM, max", "LLM, lse:10", "name, setting of the other sets", "LLM, setting of the other sets", "that setting (LLM)");
        var sums = new double[6];
        foreach (var set in sets)
        {
            var others = sets.Where(s => s != set).ToArray();
            var best = settings.MaxBy(s => Mean(others, Centers.Llm, s.top, s.temperature, s.whole, s.rule));
            var plain = settings.MaxBy(s => Mean(others, Centers.Name, s.top, s.temperature, s.whole, s.rule));
            Metric[] cells = [found[(set.Name, Centers.Name, 0, 0, true, Rules[0])], found[(set.Name, Centers.Name, Top, 0.2, true, Rules[0])], found[(set.Name, Centers.Llm, Top, 0.2, true, "max")],
                found[(set.Name, Centers.Llm, Top, 0.2, true, "lse:10")], found[(set.Name, Centers.Name, plain.top, plain.temperature, plain.whole, plain.rule)], found[(set.Name, Centers.Llm, best.top, best.temperature, best.whole, best.rule)]];
            for (var i = 0; i < cells.Length; i++)
                sums[i] += cells[i].Value / sets.Length;
            report.Row([set.Name, $"{cells[0].N:N0}", $"{bases.Of(set, Centers.Name).Classes.Count}", Baselines.GetValueOrDefault(set.Name, "-"), .. cells.Select(Measured.Text),
                $"top {(best.top == 0 ? "all" : best.top)}, relevance {(best.temperature == 0 ? "off" : Report.Number(best.temperature, "0.0"))}, {(best.whole ? "whole" : "split")}, {best.rule}"]);
        }
        report.Row(["mean", "", "", "", .. sums.Select(Report.Percent), ""]);
        report.Line();

        double Mean(IReadOnlyList<QualitySet> some, Centers kind, int top, double temperature, bool whole, string rule) => some.Average(s => found[(s.Name, kind, top, temperature, whole, rule)].Value);
    }
}
