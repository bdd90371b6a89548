using System.Security.Cryptography;

namespace UniBind.Grid.Grains;

/// <summary>Which descriptions of a class may enter its center, and their hash: equal hashes give equal centers.</summary>
internal static class KnowledgeHash
{
    /// <summary>The descriptions that may be used, in the order in which they came.</summary>
    /// <param name="all">The descriptions of the class.</param>
    /// <param name="includeProposed">Also those that wait for a review.</param>
    public static Description[] Usable(IEnumerable<Description> all, bool includeProposed) =>
        [.. all.Where(d => d.Kind == DescriptionKind.Category && (d.State == DescriptionState.Approved || (includeProposed && d.State == DescriptionState.Proposed)))];

    /// <summary>The SHA-256 over texts and modalities, in lower-case hexadecimal; empty for no description.</summary>
    public static string Of(IReadOnlyCollection<Description> usable)
    {
        if (usable.Count == 0)
            return "";
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var description in usable)
        {
            var modalities = string.Join(',', description.Modalities.Order().Select(m => m.Name()));
            hash.AppendData(System.Text.Encoding.UTF8.GetBytes($"{description.Text}\0{modalities}\0"));
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
