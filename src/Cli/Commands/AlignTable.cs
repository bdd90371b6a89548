using System.Globalization;

namespace UniBind.Grid.Cli;

/// <summary>Says what came of the training of heads: a line a modality.</summary>
internal static class AlignTable
{
    public static void Print(IReadOnlyList<AlignOutcome> outcomes, string space)
    {
        var output = Console.Out;
        output.WriteLine($"{"MODALITY",-11} {"ITEMS",10} {"HELD OUT",9} {"BEFORE",8} {"AFTER",8} {"LOSS",8} {"SECONDS",8}  HEAD");
        foreach (var outcome in outcomes)
        {
            var metrics = outcome.Head?.Metrics ?? [];
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{outcome.Modality,-11} {outcome.Head?.Items ?? outcome.Items,10:N0} {outcome.HeldOut,9:N0} {Share(metrics, "accuracy.before"),8} {Share(metrics, "accuracy"),8} {Number(metrics, "loss"),8} {outcome.Seconds,8:0.0}  {outcome.Head?.Sha256[..12] ?? "failed"}"));
        }
        foreach (var outcome in outcomes)
            foreach (var note in outcome.Notes)
                output.WriteLine($"note: {outcome.Modality}: {note}");
        if (outcomes.Any(o => o.Head is not null))
            output.WriteLine($"Before: raw embeddings without a head, where the pack is aligned. Next: {CommandName.Value} space publish {space}");
        foreach (var outcome in outcomes)
            if (outcome.Error is { } error)
                Console.Error.WriteLine($"unibind: {outcome.Modality}: {error}");
    }

    /// <summary>A metric as a percentage, or a dash.</summary>
    public static string Share(IReadOnlyDictionary<string, double> metrics, string name) =>
        metrics.TryGetValue(name, out var value) ? string.Create(CultureInfo.InvariantCulture, $"{100 * value:0.0} %") : "-";

    private static string Number(IReadOnlyDictionary<string, double> metrics, string name) =>
        metrics.TryGetValue(name, out var value) ? string.Create(CultureInfo.InvariantCulture, $"{value:0.000}") : "-";
}
