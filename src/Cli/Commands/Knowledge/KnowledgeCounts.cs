using System.Globalization;

namespace UniBind.Grid.Cli;

/// <summary>Counts of a knowledge base.</summary>
internal static class KnowledgeCounts
{
    public static IReadOnlyDictionary<string, int> ByState(IEnumerable<Description> descriptions) =>
        descriptions.CountBy(d => d.State).OrderBy(c => c.Key).ToDictionary(c => c.Key.ToString().ToLowerInvariant(), c => c.Value);

    public static string Line(IEnumerable<Description> descriptions) =>
        string.Join(", ", ByState(descriptions).Select(c => string.Create(CultureInfo.InvariantCulture, $"{c.Value:N0} {c.Key}")));

    /// <summary>The classes that cannot get a center; none while nothing at all is approved, since then no review was made.</summary>
    public static IReadOnlyList<string> WithoutApproved(IReadOnlyList<Description> descriptions)
    {
        var about = descriptions.Where(d => d.Kind == DescriptionKind.Category).ToArray();
        var approved = about.Where(d => d.State == DescriptionState.Approved).Select(d => d.Class).ToHashSet(StringComparer.Ordinal);
        return approved.Count == 0 ? [] : [.. about.Select(d => d.Class).Distinct().Where(c => !approved.Contains(c))];
    }
}
