using System.Globalization;
using UniBind.Grid.Alignment;

namespace UniBind.Grid.Grains;

/// <summary>The lineage of trained heads.</summary>
internal static class TrialOrigins
{
    /// <summary>Adds to what the mathematics says of itself what only the grid knows.</summary>
    public static HeadOrigin Complete(AlignTrial trial, HeadOrigin origin)
    {
        var run = trial.Run;
        var settings = new SortedDictionary<string, string>(origin.Settings.ToDictionary(s => s.Key, s => s.Value), StringComparer.Ordinal)
        {
            ["split.seed"] = run.Options.Seed.ToString(CultureInfo.InvariantCulture),
            ["split.holdOut"] = run.Options.HoldOut.ToString(CultureInfo.InvariantCulture),
            ["targets"] = run.Method == AlignMethods.Labels ? "labels" : run.Target,
        };
        Add("targets.centers", run.Centers);
        Add("targets.captions", run.Captions);
        Add("targets.labels", run.Labels);
        if (run.Target == AlignTargets.Captions || run.Method == AlignMethods.Labels)
            Add("targets.textEncoder", run.TextEncoder);
        return origin with
        {
            Method = run.Method,
            Encoder = trial.Encoder,
            Settings = settings,
            Metrics = new SortedDictionary<string, double>(origin.Metrics.ToDictionary(m => m.Key, m => m.Value), StringComparer.Ordinal),
            Sources = run.Sources,
            Items = run.Method == AlignMethods.Labels ? 0 : trial.Groups.Sum(g => g.Train),
        };

        void Add(string name, string? value)
        {
            if (!string.IsNullOrEmpty(value))
                settings[name] = value;
        }
    }
}
