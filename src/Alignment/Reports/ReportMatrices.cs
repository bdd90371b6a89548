namespace UniBind.Grid.Alignment;

/// <summary>The parts of the report that are matrices.</summary>
internal static class ReportMatrices
{
    private const int MostClasses = 40;
    private const int MostConfusions = 20;
    private const int NameLength = 14;

    public static void CrossModal(Markup page, EvaluationResult result)
    {
        if (result.Find("gap") is null)
            return;
        page.Raw($"<section><h2>Between modalities</h2><p class=\"soft\">Retrieval: a query of the row's modality in the gallery of the column's; relevant is an item of the same class. Gaps are the same in both directions.</p><div class=\"grid wide\">");
        Matrix(page, result, "R@1", (a, b) => $"{a}->{b}.r1", 1);
        Matrix(page, result, "Precision@10", (a, b) => $"{a}->{b}.p10", 1);
        Matrix(page, result, "R@1, same object", (a, b) => $"{a}->{b}.group.r1", 1);
        Matrix(page, result, "Centroid gap (0 to 2)", (a, b) => $"{a}-{b}.gap", 2);
        Matrix(page, result, "Relative modality gap", (a, b) => $"{a}-{b}.rmg", 1);
        page.Raw($"</div></section>");
    }

    public static void Confusion(Markup page, EvaluationResult result)
    {
        var shown = result.Modalities.Where(m => m.Confusion.Count > 0).ToArray();
        if (shown.Length == 0)
            return;
        page.Raw($"<section><h2>Confusion</h2><p class=\"soft\">Rows: the class that an item has; columns: the class that it was given; darker: a greater share of the row.</p><div class=\"grid\">");
        foreach (var modality in shown)
        {
            page.Raw($"<div class=\"panel\"><h3>{modality.Modality} <small>n = {modality.Labelled:N0}</small></h3>");
            if (result.Classes.Count <= MostClasses)
                HeatMap(page, result.Classes, modality.Confusion);
            else
                Commonest(page, modality.Confusion);
            page.Raw($"</div>");
        }
        page.Raw($"</div></section>");
    }

    public static void Reliability(Markup page, EvaluationResult result)
    {
        var shown = result.Modalities.Where(m => m.Labelled > 0 && m.Reliability.Count > 0).ToArray();
        if (shown.Length == 0)
            return;
        page.Raw($"<section><h2>Calibration</h2><p class=\"soft\">Accuracy against confidence; on the diagonal, confidences mean what they say. Larger dots hold more items.</p><div class=\"grid\">");
        foreach (var modality in shown)
        {
            page.Raw($"<div class=\"panel\"><h3>{modality.Modality} <small>ECE {Markup.Number(result.Find(modality.Modality + ".ece")?.Value ?? double.NaN)}, temperature {modality.Temperature:0.####}{(modality.Fitted ? "" : ", not fitted")}</small></h3><svg viewBox=\"0 0 220 190\" style=\"max-width:300px\" role=\"img\" aria-label=\"Reliability of {modality.Modality}\"><rect x=\"34\" y=\"6\" width=\"160\" height=\"150\" fill=\"none\" stroke=\"var(--line)\"/><line x1=\"34\" y1=\"156\" x2=\"194\" y2=\"6\" stroke=\"var(--soft)\" stroke-dasharray=\"3 3\"/>");
            foreach (var bin in modality.Reliability.Where(b => b.Count > 0))
                page.Raw($"<circle cx=\"{34 + (160 * bin.Confidence):0.0}\" cy=\"{156 - (150 * bin.Accuracy):0.0}\" r=\"{2 + (7 * Math.Sqrt(bin.Count / (double)modality.Labelled)):0.0}\" fill=\"var(--accent)\" fill-opacity=\".8\"/>");
            page.Raw($"<text x=\"34\" y=\"170\">0</text><text x=\"188\" y=\"170\">1</text><text x=\"84\" y=\"184\">confidence</text><text x=\"20\" y=\"158\">0</text><text x=\"20\" y=\"14\">1</text><text transform=\"translate(14 105) rotate(-90)\">accuracy</text></svg></div>");
        }
        page.Raw($"</div></section>");
    }

    private static void Matrix(Markup page, EvaluationResult result, string title, Func<string, string, string> name, double greatest)
    {
        var names = result.Modalities.Select(m => m.Modality).ToArray();
        Metric? Of(string a, string b) => result.Find(name(a, b)) ?? (name(a, b).Contains("->", StringComparison.Ordinal) ? null : result.Find(name(b, a)));
        if (!names.Any(a => names.Any(b => a != b && Of(a, b) is not null)))
            return;
        page.Raw($"<div class=\"panel\"><h3>{title}</h3><div class=\"scroll\"><table><tr><th></th>");
        foreach (var b in names)
            page.Raw($"<th>{b}</th>");
        page.Raw($"</tr>");
        foreach (var a in names)
        {
            page.Raw($"<tr><th>{a}</th>");
            foreach (var b in names)
                if (a != b && Of(a, b) is { } metric)
                    page.Raw($"<td class=\"heat{(metric.Value / greatest > 0.55 ? " hi" : "")}\" style=\"--v:{100 * Math.Clamp(metric.Value / greatest, 0, 1):0}\" title=\"{Markup.Interval(metric)} n = {metric.N}\">{metric.Value:0.00}</td>");
                else
                    page.Raw($"<td></td>");
            page.Raw($"</tr>");
        }
        page.Raw($"</table></div></div>");
    }

    private static void HeatMap(Markup page, IReadOnlyList<string> classes, IReadOnlyList<ConfusionCell> cells)
    {
        const int Cell = 20;
        const int Left = 96;
        const int Top = 84;
        var place = classes.Select((name, i) => (name, i)).ToDictionary(c => c.name, c => c.i, StringComparer.Ordinal);
        var totals = cells.GroupBy(c => c.Label).ToDictionary(g => g.Key, g => g.Sum(c => c.Count), StringComparer.Ordinal);
        var (width, height) = (Left + (Cell * classes.Count) + 4, Top + (Cell * classes.Count) + 4);
        page.Raw($"<svg viewBox=\"0 0 {width} {height}\" role=\"img\" aria-label=\"Confusion matrix\"><rect x=\"{Left}\" y=\"{Top}\" width=\"{Cell * classes.Count}\" height=\"{Cell * classes.Count}\" fill=\"none\" stroke=\"var(--line)\"/>");
        foreach (var cell in cells)
            page.Raw($"<rect x=\"{Left + (Cell * place[cell.Class])}\" y=\"{Top + (Cell * place[cell.Label])}\" width=\"{Cell}\" height=\"{Cell}\" fill=\"var(--accent)\" fill-opacity=\"{Math.Max(0.06, cell.Count / (double)totals[cell.Label]):0.00}\"><title>").Text($"{cell.Label} as {cell.Class}: {cell.Count}").Raw($"</title></rect>");
        foreach (var (name, i) in place)
        {
            var shown = name.Length <= NameLength ? name : name[..(NameLength - 1)] + "…";
            page.Raw($"<text x=\"{Left - 5}\" y=\"{Top + (Cell * i) + 14}\" text-anchor=\"end\">").Text(shown).Raw($"</text><text transform=\"translate({Left + (Cell * i) + 14} {Top - 5}) rotate(-60)\">").Text(shown).Raw($"</text>");
        }
        page.Raw($"</svg>");
    }

    private static void Commonest(Markup page, IReadOnlyList<ConfusionCell> cells)
    {
        page.Raw($"<p class=\"soft\">Too many classes to draw; the most frequent confusions:</p><div class=\"scroll\"><table><tr><th>class</th><th>given</th><th>items</th></tr>");
        foreach (var cell in cells.Where(c => c.Label != c.Class).OrderByDescending(c => c.Count).Take(MostConfusions))
            page.Raw($"<tr><td>").Text(cell.Label).Raw($"</td><td>").Text(cell.Class).Raw($"</td><td>{cell.Count:N0}</td></tr>");
        page.Raw($"</table></div>");
    }
}
