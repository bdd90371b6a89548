using System.Globalization;

namespace UniBind.Grid.Alignment;

/// <summary>
/// Texts that are closer to another class's texts than to their own, and texts that are far from every class. A class is represented by the mean of its trusted
/// texts; a text that is part of it is taken out before it is compared (leave-one-out).
/// </summary>
/// <remarks>
/// Up to a third of the texts may be wrong, so trust is earned twice: first the texts nearest to their class's mean, then, with prototypes of those, all that are closest
/// to their own class. Vectors are compared after the mean of all classes is subtracted: what all texts have in common tells no class from another.
/// </remarks>
internal sealed class OffClassCheck(IReadOnlyList<Description> descriptions, IReadOnlyList<int> about, EmbeddingMatrix vectors, KnowledgeCheckOptions options)
{
    private const int Rounds = 2;

    /// <summary>The fewest texts of a class from which its usual spread is told.</summary>
    private const int FewestForSpread = 8;

    /// <summary>Compares all texts with all classes.</summary>
    public List<KnowledgeFinding> Find(IReadOnlyList<(string Name, int[] Rows)> classes, CancellationToken cancellationToken)
    {
        if (classes.Count < 2)
            return [];
        var prototypes = new ClassPrototypes(vectors, [.. classes.Select(c => c.Rows)]);
        prototypes.TrustCentral(options.TrustedShare);
        var nearness = prototypes.Compare(cancellationToken);
        for (var round = 0; round < Rounds; round++)
        {
            prototypes.Trust(row => nearness[row].Own > nearness[row].Other);
            nearness = prototypes.Compare(cancellationToken);
        }
        var findings = new List<KnowledgeFinding>();
        foreach (var (_, rows) in classes)
        {
            var (median, deviation) = Spread(rows, nearness);
            foreach (var row in rows)
            {
                if (Judge(row, nearness[row], classes, median, deviation) is { } finding)
                    findings.Add(finding);
            }
        }
        return findings;
    }

    private KnowledgeFinding? Judge(int row, in ClassNearness near, IReadOnlyList<(string Name, int[] Rows)> classes, double median, double deviation)
    {
        var own = descriptions[about[row]].Class;
        if (near.Other - near.Own > options.OffClassMargin)
        {
            return new(about[row], KnowledgeCheck.OffClass, near.Other - near.Own - options.OffClassMargin, string.Create(CultureInfo.InvariantCulture,
                $"closer to the class '{classes[near.OtherClass].Name}' ({near.Other:F3}) than to '{own}' ({near.Own:F3})"));
        }
        var below = deviation > 0 ? (median - near.Own) / deviation : 0;
        return options.UnrelatedDeviations > 0 && below > options.UnrelatedDeviations
            ? new(about[row], KnowledgeCheck.Unrelated, below - options.UnrelatedDeviations, string.Create(CultureInfo.InvariantCulture,
                $"far from the class's other texts: nearness {near.Own:F3}, {below:F1} deviations below the usual {median:F3} (limit {options.UnrelatedDeviations:F1})"))
            : null;
    }

    /// <summary>The median nearness of the texts that are in their class, and their deviation (1.4826 times the median absolute deviation).</summary>
    private static (double Median, double Deviation) Spread(int[] rows, ClassNearness[] nearness)
    {
        var own = rows.Where(r => nearness[r].Own > nearness[r].Other).Select(r => (double)nearness[r].Own).ToArray();
        if (own.Length < FewestForSpread)
            return (0, 0);
        var median = Median(own);
        return (median, 1.4826 * Median([.. own.Select(v => Math.Abs(v - median))]));
    }

    private static double Median(double[] values)
    {
        Array.Sort(values);
        return values.Length % 2 == 1 ? values[values.Length / 2] : (values[values.Length / 2 - 1] + values[values.Length / 2]) / 2;
    }
}
