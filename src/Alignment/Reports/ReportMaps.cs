namespace UniBind.Grid.Alignment;

/// <summary>The maps of the report.</summary>
internal static class ReportMaps
{
    private const int MostPoints = 1_200;
    private const int MostColours = 24;

    public static void Write(Markup page, ReportInput input)
    {
        if (!input.Items.Comparable)
            return;
        page.Raw($"<section><h2>Maps</h2><p class=\"soft\">The two principal components of a sample with equally many items of every modality. A map shows a small part of the space and is no evidence; read the numbers above.</p>");
        if (input.ItemsBefore is { Comparable: true } before)
            Maps(page, before, input.Result.Options.Seed, "before: " + before.Space);
        Maps(page, input.Items, input.Result.Options.Seed, input.ItemsBefore is null ? input.Items.Space : "after: " + input.Items.Space);
        page.Raw($"</section>");
    }

    private static void Maps(Markup page, EvaluationInput items, ulong seed, string title)
    {
        var modalities = items.Items.Select(i => i.Modality).Distinct().Order().ToArray();
        var chosen = Enumerable.Range(0, items.Items.Count).Where(i => !items.CalibratedIds.Contains(items.Items[i].Id)).OrderBy(i => SampleOrder.Of(items.Items[i], seed))
            .GroupBy(i => items.Items[i].Modality).SelectMany(m => m.Take(MostPoints / modalities.Length)).ToArray();
        if (chosen.Length < 3)
            return;
        var (points, share) = PlaneMap.Of(items.Embeddings.Take(chosen));
        var labels = chosen.Select(i => items.Items[i].Labels is [var first, ..] ? first : "no label").ToArray();
        var classes = labels.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
        page.Raw($"<h3>").Text(title).Raw($" <small>{100 * share:0} % of the variance, {chosen.Length:N0} items</small></h3><div class=\"grid\">");
        Scatter(page, "by modality", points, [.. chosen.Select(i => Array.IndexOf(modalities, items.Items[i].Modality))], [.. modalities.Select(m => m.Name())]);
        Scatter(page, "by class", points, [.. labels.Select(l => Array.BinarySearch(classes, l, StringComparer.Ordinal))], classes);
        page.Raw($"</div>");
    }

    private static void Scatter(Markup page, string title, (double X, double Y)[] points, int[] colours, string[] names)
    {
        var (left, right) = (points.Min(p => p.X), points.Max(p => p.X));
        var (low, high) = (points.Min(p => p.Y), points.Max(p => p.Y));
        page.Raw($"<div class=\"panel\"><b>{title}</b><svg viewBox=\"0 0 400 320\" role=\"img\" aria-label=\"Map {title}\">");
        for (var i = 0; i < points.Length; i++)
            page.Raw($"<circle cx=\"{8 + (384 * (points[i].X - left) / Math.Max(1e-9, right - left)):0.0}\" cy=\"{312 - (304 * (points[i].Y - low) / Math.Max(1e-9, high - low)):0.0}\" r=\"3\" fill=\"{Colour(colours[i])}\" fill-opacity=\".7\"/>");
        page.Raw($"</svg><div class=\"legend\">");
        for (var i = 0; i < Math.Min(names.Length, MostColours); i++)
            page.Raw($"<span><i style=\"background:{Colour(i)}\"></i>").Text(names[i]).Raw($"</span>");
        page.Raw($"{(names.Length > MostColours ? FormattableString.Invariant($"<span>and {names.Length - MostColours:N0} more</span>") : "")}</div></div>");
    }

    // Hues by the golden angle lie far apart for any number of names; lightness alternates to tell neighbours.
    private static string Colour(int index) => FormattableString.Invariant($"hsl({index * 137.5 % 360:0} 68% {(index % 2 == 0 ? 52 : 42)}%)");
}
