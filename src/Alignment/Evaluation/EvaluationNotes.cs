using System.Globalization;

namespace UniBind.Grid.Alignment;

/// <summary>What stands beside the numbers, so that nobody reads more into them than there is.</summary>
internal static class EvaluationNotes
{
    public static IReadOnlyList<string> Of(EvaluationInput input, EvaluationData data, EvaluationOptions options, IReadOnlyList<RecognisedItems> recognised)
    {
        var notes = new List<string>();
        if (input.Centers is null)
            notes.Add($"'{input.Space}' has no class centers: accuracy, confusion, calibration and the center profile are not measured.");
        if (!input.Comparable)
            notes.Add($"The modalities of '{input.Space}' do not share one space (its pack is not aligned and it has no heads), so nothing between modalities is measured.");
        else if (data.Modalities.Count < 2)
            notes.Add("There is one modality only, so nothing between modalities is measured.");
        if (data.Calibrated > 0)
            notes.Add(Text($"{data.Calibrated:N0} items are left out, because their labels went into the centers."));
        if (input.RepeatedRows > 0)
            notes.Add(Text($"{input.RepeatedRows:N0} rows are left out, because their items have several; the first row of each counts."));
        for (var m = 0; m < data.Modalities.Count; m++)
        {
            var name = data.Modalities[m].Name();
            if (data.Of[m].Length < data.Available[m])
                notes.Add(Text($"{name}: a sample of {data.Of[m].Length:N0} of {data.Available[m]:N0} items."));
            if (data.Sample[m].Length < data.Of[m].Length && input.Comparable && data.Modalities.Count > 1)
                notes.Add(Text($"{name}: retrieval, gaps, uniformity, mixing and hubness use a sample of {data.Sample[m].Length:N0} items."));
            if (recognised.ElementAtOrDefault(m) is { } r && r.Items.Length < data.Of[m].Length)
                notes.Add(Text($"{name}: {data.Of[m].Length - r.Items.Length:N0} items have no label that is a class of the space; accuracy leaves them out."));
        }
        if (recognised.Any(r => r.Items.Length > 0 && !input.Calibrations.ContainsKey(r.Modality)))
            notes.Add(Text($"No confidence was fitted for {string.Join(", ", recognised.Where(r => r.Items.Length > 0 && !input.Calibrations.ContainsKey(r.Modality)).Select(r => r.Modality.Name()))}: ECE and Brier there use a softmax at temperature {options.Temperature}."));
        notes.Add(Text($"Intervals are 95 % percentile bootstrap intervals, the bootstrap's bias taken off, over {data.Clusters:N0} objects (seed {options.Seed}): {options.Resamples:N0} resamples for means over items, {options.GeometryResamples:N0} for centroids, neighbours and center usage, {options.UniformityResamples:N0} for uniformity."));
        if (input.Comparable && data.Modalities.Count > 1)
        {
            notes.Add("A smaller gap does not by itself mean better retrieval (Schrodi et al. 2025): read gaps beside accuracy and retrieval.");
            notes.Add("Retrieval resamples queries over a fixed gallery; hubness resamples the gallery for fixed queries.");
        }
        return notes;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
