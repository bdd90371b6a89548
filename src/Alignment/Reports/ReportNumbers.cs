namespace UniBind.Grid.Alignment;

/// <summary>The parts of the report that show numbers.</summary>
internal static class ReportNumbers
{
    private static readonly (string Name, string Title, string Hint, bool HigherIsBetter)[] Headline =
    [
        ("top1", "Mean accuracy", "top-1, mean over modalities", true),
        ("worst", "Worst modality", "the least top-1 accuracy", true),
        ("spread", "Spread", "best minus worst accuracy", false),
        ("jain", "Jain's index", "1: all modalities alike", true),
        ("retrieval.r1", "Cross-modal R@1", "mean over ordered pairs", true),
        ("retrieval.worst", "Worst pair R@1", "the least of all pairs", true),
        ("rmg", "Relative modality gap", "0.5: pairs as far as random items", false),
        ("mixing.own", "Own-modality neighbours", "mixed: about 1 / modalities", false),
    ];

    private static readonly (string Name, string Meaning)[] Table =
    [
        ("top1", "accuracy, mean over modalities"), ("worst", "worst modality"), ("spread", "best minus worst"), ("stdev", "standard deviation"),
        ("cv", "coefficient of variation"), ("jain", "Jain's index"), ("minmean", "worst / mean"), ("corrected", "chance-corrected accuracy, mean"),
        ("corrected.worst", "chance-corrected accuracy, worst"), ("retrieval.r1", "cross-modal R@1, mean"), ("retrieval.worst", "cross-modal R@1, worst pair"),
        ("retrieval.asymmetry", "|R@1(a to b) - R@1(b to a)|, mean"), ("gap", "centroid gap, mean"), ("gap.max", "centroid gap, greatest"), ("rmg", "relative modality gap, mean"),
        ("align", "alignment of matching pairs"), ("uniform", "uniformity, pooled"), ("mixing.own", "own modality among neighbours"), ("mixing.entropy", "entropy of neighbours' modalities"),
        ("hub.skew", "hubness: skewness of k-occurrences"), ("hub.robinhood", "hubness: Robin Hood index"), ("hub.antihubs", "hubness: items never found"),
        ("eta2", "scatter inside a class explained by modality"), ("eta2.worst", "the same, worst class"), ("delta.spread", "distance to the own center, spread"), ("margin.spread", "margin, spread"),
    ];

    public static void Headlines(Markup page, ReportInput input)
    {
        page.Raw($"<div class=\"cards\">");
        foreach (var (name, title, hint, higherIsBetter) in Headline)
        {
            if (input.Result.Find(name) is not { } metric)
                continue;
            page.Raw($"<div class=\"card\"><small>{title}</small><b>{Markup.Number(metric.Value)}</b><small>{Markup.Interval(metric)} n = {metric.N:N0}</small>");
            if (Change(input, name) is { } change)
                page.Raw($"<small class=\"{Direction(change, higherIsBetter)}\">{(change.Value >= 0 ? "+" : "")}{Markup.Number(change.Value)} {Markup.Interval(change)}</small>");
            page.Raw($"<small>{hint}</small></div>");
        }
        page.Raw($"</div>");
    }

    public static void Notes(Markup page, ReportInput input)
    {
        page.Raw($"<section><h2>Read this with the numbers</h2><ul>");
        foreach (var note in input.Result.Notes)
            page.Raw($"<li>").Text(note).Raw($"</li>");
        page.Raw($"</ul></section>");
    }

    public static void Accuracy(Markup page, ReportInput input)
    {
        var shown = input.Result.Modalities.Where(m => input.Result.Find(m.Modality + ".top1") is not null).ToArray();
        if (shown.Length == 0)
            return;
        page.Raw($"<section><h2>Accuracy per modality</h2><p class=\"soft\">Top-1 over {input.Result.Classes.Count:N0} classes; the dark line is the interval.{(input.Comparison is null ? "" : " Grey: before.")}</p><div class=\"panel\">");
        foreach (var modality in shown)
        {
            if (input.Comparison?.Before.Find(modality.Modality + ".top1") is { } before)
                Bar(page, modality.Modality, before, "b");
            Bar(page, input.Comparison is null ? modality.Modality : "", input.Result.Find(modality.Modality + ".top1")!, "");
        }
        page.Raw($"</div><div class=\"scroll\" style=\"margin-top:10px\"><table><tr><th>modality</th><th>n</th><th>top-1</th><th>top-5</th><th>chance-corrected</th><th>ECE</th><th>Brier</th><th>delta</th><th>margin</th><th>center usage</th></tr>");
        foreach (var modality in shown)
        {
            page.Raw($"<tr><td>{modality.Modality}</td><td>{modality.Labelled:N0}</td>");
            foreach (var name in new[] { "top1", "top5", "corrected", "ece", "brier", "delta", "margin", "usage" })
                page.Raw($"<td>{Markup.Number(input.Result.Find($"{modality.Modality}.{name}")?.Value ?? double.NaN)}</td>");
            page.Raw($"</tr>");
        }
        page.Raw($"</table></div></section>");
    }

    public static void BalanceTable(Markup page, ReportInput input)
    {
        var rows = Table.Where(t => input.Result.Find(t.Name) is not null).ToArray();
        if (rows.Length == 0)
            return;
        page.Raw($"<section><h2>Balance</h2><p class=\"soft\">How evenly the modalities are served, and how far apart they lie. A smaller gap does not by itself mean better retrieval.</p><div class=\"scroll\"><table class=\"named\"><tr><th>number</th><th>name</th>");
        if (input.Comparison is not null)
            page.Raw($"<th>before</th>");
        page.Raw($"<th>{(input.Comparison is null ? "value" : "after")}</th><th>95 %</th><th>n</th>");
        if (input.Comparison is not null)
            page.Raw($"<th>change</th><th>95 % (paired)</th>");
        page.Raw($"</tr>");
        foreach (var (name, meaning) in rows)
        {
            var metric = input.Result.Find(name)!;
            page.Raw($"<tr><td>{meaning}</td><td>{name}</td>");
            if (input.Comparison is { } comparison)
                page.Raw($"<td>{Markup.Number(comparison.Before.Find(name)?.Value ?? double.NaN)}</td>");
            page.Raw($"<td>{Markup.Number(metric.Value)}</td><td>{Markup.Interval(metric)}</td><td>{metric.N:N0}</td>");
            if (input.Comparison is not null)
                page.Raw($"<td>{Markup.Number(Change(input, name)?.Value ?? double.NaN)}</td><td>{(Change(input, name) is { } change ? Markup.Interval(change) : "–")}</td>");
            page.Raw($"</tr>");
        }
        page.Raw($"</table></div></section>");
    }

    public static void All(Markup page, ReportInput input)
    {
        page.Raw($"<section><h2>All numbers</h2><details><summary>{input.Result.Metrics.Count:N0} metrics</summary><div class=\"scroll\"><table><tr><th>name</th><th>value</th><th>95 %</th><th>n</th><th>resamples</th></tr>");
        foreach (var metric in input.Result.Metrics)
            page.Raw($"<tr><td>{Markup.Encode(metric.Name)}</td><td>{Markup.Number(metric.Value)}</td><td>{Markup.Interval(metric)}</td><td>{metric.N:N0}</td><td>{metric.Resamples:N0}</td></tr>");
        page.Raw($"</table></div></details></section>");
    }

    private static Metric? Change(ReportInput input, string name) => input.Comparison?.Changes.FirstOrDefault(c => c.Name == "change." + name);

    // Coloured only where the interval of the change leaves zero out.
    private static string Direction(Metric change, bool higherIsBetter) =>
        change is { Low: > 0 } ? (higherIsBetter ? "up" : "down") : change is { High: < 0 } ? (higherIsBetter ? "down" : "up") : "";

    private static void Bar(Markup page, string label, Metric metric, string kind)
    {
        var (low, high) = (metric.Low ?? metric.Value, metric.High ?? metric.Value);
        page.Raw($"<div class=\"bar\"><span>{label}</span><div class=\"track\"><div class=\"fill {kind}\" style=\"width:{100 * metric.Value:0.0}%\"></div><div class=\"whisker\" style=\"left:{100 * low:0.0}%;width:{100 * Math.Max(0, high - low):0.0}%\"></div></div><span class=\"n\">{Markup.Number(metric.Value)} <small>{Markup.Interval(metric)}</small></span></div>");
    }
}
