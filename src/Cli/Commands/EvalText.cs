using System.CommandLine;
using UniBind.Grid.Alignment;

namespace UniBind.Grid.Cli;

/// <summary>Prints an evaluation on the terminal.</summary>
internal static class EvalText
{
    private static readonly string[] Overall =
    [
        "top1", "worst", "spread", "cv", "jain", "corrected", "retrieval.r1", "retrieval.worst", "retrieval.asymmetry", "gap", "rmg", "align", "uniform", "mixing.own", "hub.skew", "eta2", "delta.spread",
    ];

    public static void Print(ReportInput report, string? html, TextWriter to)
    {
        var result = report.Result;
        to.WriteLine(FormattableString.Invariant($"space     {result.Space}{(report.Comparison is { } c ? ", against " + c.Before.Space : "")}: {result.Modalities.Sum(m => m.Items):N0} items, {result.Classes.Count:N0} classes, seed {result.Options.Seed}"));
        foreach (var modality in result.Modalities)
            Line(report, modality.Modality + ".top1", to);
        foreach (var name in Overall)
            Line(report, name, to);
        foreach (var note in result.Notes)
            to.WriteLine("note      " + note);
        if (html is not null)
            to.WriteLine("report    " + Path.GetFullPath(html));
    }

    /// <summary>The command line as it was typed, for the report.</summary>
    public static string Command(ParseResult parsed) =>
        "unibind " + string.Join(' ', parsed.Tokens.Select(t => t.Value.Any(c => char.IsWhiteSpace(c) || c is '<' or '>' or '"') ? $"'{t.Value}'" : t.Value));

    private static void Line(ReportInput report, string name, TextWriter to)
    {
        if (report.Result.Find(name) is not { } metric)
            return;
        var change = report.Comparison?.Changes.FirstOrDefault(m => m.Name == "change." + name);
        to.WriteLine(FormattableString.Invariant($"{name,-20} {metric.Value,7:0.000} {Interval(metric),-18} n = {metric.N:N0}{(change is null ? "" : FormattableString.Invariant($"   change {change.Value:+0.000;-0.000;0.000} {Interval(change)}"))}"));
    }

    private static string Interval(Metric metric) => metric is { Low: { } low, High: { } high } ? FormattableString.Invariant($"[{low:0.000}, {high:0.000}]") : "";
}
