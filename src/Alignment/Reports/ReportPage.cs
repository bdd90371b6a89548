namespace UniBind.Grid.Alignment;

/// <summary>One self-contained HTML page: no script, no network, no file beside it.</summary>
/// <remarks>Stateless and thread-safe. Reads thumbnails from the roots of the input.</remarks>
public static class ReportPage
{
    /// <summary>Renders the page.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static string Render(ReportInput input, CancellationToken cancellationToken = default)
    {
        var page = new Markup();
        page.Raw($"""
            <!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:; media-src data:">
            <link rel="icon" href="data:,"><title>
            """).Text($"Evaluation of {input.Result.Space}").Raw($"</title><style>{ReportStyle.Css}</style></head><body><main>");
        Header(page, input);
        ReportNumbers.Headlines(page, input);
        ReportNumbers.Notes(page, input);
        ReportNumbers.Accuracy(page, input);
        ReportNumbers.BalanceTable(page, input);
        ReportMatrices.CrossModal(page, input.Result);
        ReportMatrices.Confusion(page, input.Result);
        ReportMatrices.Reliability(page, input.Result);
        ReportMaps.Write(page, input);
        ReportExamples.Write(page, input, cancellationToken);
        ReportNumbers.All(page, input);
        Provenance(page, input);
        return page.Raw($"</main></body></html>").ToString();
    }

    private static void Header(Markup page, ReportInput input)
    {
        var result = input.Result;
        page.Raw($"<h1>Evaluation of ").Text(result.Space);
        if (input.Comparison is { } comparison)
            page.Text($", compared with {comparison.Before.Space}");
        page.Raw($"</h1><p class=\"soft\">{result.Modalities.Sum(m => m.Items):N0} items of {result.Modalities.Count} modalities, {result.Classes.Count:N0} classes. Numbers in brackets are 95 % bootstrap intervals.</p>");
    }

    private static void Provenance(Markup page, ReportInput input)
    {
        var result = input.Result;
        page.Raw($"<section><h2>Provenance</h2><div class=\"panel\"><dl>");
        Entry(page, "Space", result.Space + (result.SpaceSha256.Length > 0 ? $" ({result.SpaceSha256})" : ""));
        if (input.Comparison is { } comparison)
            Entry(page, "Compared with", comparison.Before.Space + (comparison.Before.SpaceSha256.Length > 0 ? $" ({comparison.Before.SpaceSha256})" : "") + FormattableString.Invariant($"; {comparison.Unpaired:N0} items of only one of the two left out"));
        Entry(page, "Items", string.Join(", ", result.Modalities.Select(m => FormattableString.Invariant($"{m.Modality} {m.Items:N0} of {m.Available:N0}"))) + FormattableString.Invariant($"; {result.Calibrated:N0} left out because their labels went into the centers"));
        Entry(page, "Seed", FormattableString.Invariant($"{result.Options.Seed}"));
        if (input.Command.Length > 0)
            Entry(page, "Command", input.Command);
        if (input.Created != default)
            Entry(page, "Made", input.Created.ToString("u", System.Globalization.CultureInfo.InvariantCulture));
        page.Raw($"</dl></div></section>");
    }

    private static void Entry(Markup page, string name, string value) => page.Raw($"<dt>").Text(name).Raw($"</dt><dd>").Text(value).Raw($"</dd>");
}
