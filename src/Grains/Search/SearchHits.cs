using UniBind.Grid.Alignment;
using UniBind.Grid.Corpora;

namespace UniBind.Grid.Grains;

/// <summary>Makes hits of what a scan found, and one list of those of several silos.</summary>
internal static class SearchHits
{
    /// <summary>Reads the columns that a user sees, of the parts that hold hits alone.</summary>
    /// <param name="parts">The parts that were scanned; <see cref="VectorHit.Source"/> is a place in them.</param>
    /// <param name="found">The hits, best first.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async Task<SearchHit[]> ReadAsync(string[] parts, VectorHit[] found, CancellationToken cancellationToken)
    {
        var hits = new SearchHit[found.Length];
        foreach (var group in Enumerable.Range(0, found.Length).GroupBy(i => found[i].Source))
        {
            var part = parts[group.Key];
            var rows = await PartReader.ReadTableAsync(part, cancellationToken);
            foreach (var i in group)
                hits[i] = Of(rows[found[i].Row], found[i].Score, Path.GetDirectoryName(part)!);
        }
        return hits;
    }

    /// <summary>The best of several lists: by score, then id, then folder, which is the order of <see cref="VectorHit"/> where parts are in the order of their folders. So any split of the parts gives the same.</summary>
    /// <param name="lists">The lists, one a silo.</param>
    /// <param name="top">How many.</param>
    public static SearchHit[] Merge(IEnumerable<SearchHit[]> lists, int top) =>
    [
        .. lists.SelectMany(hits => hits)
            .OrderByDescending(h => h.Score).ThenBy(h => h.Id, StringComparer.Ordinal).ThenBy(h => h.Folder, StringComparer.Ordinal)
            .Take(top),
    ];

    private static SearchHit Of(OutputRow row, float score, string folder) => new()
    {
        Id = row.Id,
        Uri = row.Uri,
        Modality = row.Modality,
        Score = score,
        Class = row.Class,
        Labels = [.. row.Labels],
        Folder = folder,
    };
}
