namespace UniBind.Grid.Grains;

/// <summary>The numerics fingerprint of a job, as the manifest carries it.</summary>
internal static class JobNumerics
{
    /// <summary>One entry, or one for each silo where they differ: then rows of the two agree closely, and not to the last bit.</summary>
    public static IReadOnlyDictionary<string, string> Of(WorkerPool workers)
    {
        var silos = workers.Ever.OrderBy(w => w.Info.Name, StringComparer.Ordinal).ToArray();
        return silos.Select(w => w.Info.Numerics).Distinct(StringComparer.Ordinal).Count() == 1
            ? new Dictionary<string, string> { ["all"] = silos[0].Info.Numerics }
            : silos.ToDictionary(w => $"{w.Info.Name} {w.Info.Silo}", w => w.Info.Numerics, StringComparer.Ordinal);
    }
}
