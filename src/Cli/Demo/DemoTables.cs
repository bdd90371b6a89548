using UniBind.Grid.Alignment;

namespace UniBind.Grid.Cli;

/// <summary>Accuracy, retrieval and balance before and after, in short lines.</summary>
internal static class DemoTables
{
    private static readonly (string Metric, string Words)[] Balance =
    [
        ("worst", "accuracy of the worst modality"),
        ("spread", "best less worst modality"),
        ("jain", "Jain's index of fairness, 1 is even"),
        ("gap", "distance of the modalities' centroids"),
        ("retrieval.worst", "R@1 of the worst pair of modalities"),
    ];

    public static void Print(EvaluationComparison comparison, TextWriter output)
    {
        var (before, after) = (comparison.Before, comparison.After);
        var items = after.Modalities.Sum(m => m.Items);
        output.WriteLine();
        output.WriteLine(FormattableString.Invariant($"Test split, {items:N0} items that no head was trained on; before: untrained (random) heads, after: {after.Space}; chance is {100.0 / Math.Max(1, after.Classes.Count):0} %"));
        output.WriteLine();
        output.WriteLine($"{"",-18}   classified right     nearest of another modality has the class");
        output.WriteLine($"{"modality",-18} {"before",8} {"after",9}   {"before",8} {"after",9}");
        foreach (var modality in after.Modalities)
            Row(modality.Modality, Accuracy(before, modality.Modality), Accuracy(after, modality.Modality), Retrieval(before, modality.Modality), Retrieval(after, modality.Modality), output);
        Row("mean", before.Find("top1")?.Value, after.Find("top1")?.Value, before.Find("retrieval.r1")?.Value, after.Find("retrieval.r1")?.Value, output);
        output.WriteLine();
        output.WriteLine($"{"balance",-18} {"before",8} {"after",9}");
        foreach (var (metric, words) in Balance)
            if (before.Find(metric) is { } was && after.Find(metric) is { } now)
                output.WriteLine(FormattableString.Invariant($"{metric,-18} {was.Value,8:0.000} {now.Value,9:0.000}   {words}"));
    }

    /// <summary>The share of a modality's items whose nearest item of another modality has its class, the mean over the other modalities; null where it was not measured.</summary>
    public static double? Retrieval(EvaluationResult result, string modality)
    {
        var found = result.Modalities.Select(m => result.Find($"{modality}->{m.Modality}.r1")).OfType<Metric>().ToArray();
        return found.Length == 0 ? null : found.Average(m => m.Value);
    }

    /// <summary>The share of a modality's items that are classified right; null where it was not measured.</summary>
    public static double? Accuracy(EvaluationResult result, string modality) => result.Find(modality + ".top1")?.Value;

    private static void Row(string name, double? accuracyBefore, double? accuracyAfter, double? retrievalBefore, double? retrievalAfter, TextWriter output) =>
        output.WriteLine($"{name,-18} {Share(accuracyBefore),8} {Share(accuracyAfter),9}   {Share(retrievalBefore),8} {Share(retrievalAfter),9}");

    private static string Share(double? value) => value is { } share ? FormattableString.Invariant($"{100 * share:0} %") : "-";
}
