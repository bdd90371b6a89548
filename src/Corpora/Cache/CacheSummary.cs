namespace UniBind.Grid.Corpora;

/// <summary>What a cache holds and what it was good for.</summary>
/// <param name="Folder">Its folder.</param>
/// <param name="Bytes">Its bytes on disk.</param>
/// <param name="Entries">Its entries.</param>
/// <param name="Hits">Look-ups that found one, since it was begun or cleared.</param>
/// <param name="Misses">Look-ups that did not.</param>
public sealed record CacheSummary(string Folder, long Bytes, long Entries, long Hits, long Misses)
{
    /// <summary>The share of look-ups that found an entry, from 0 to 1.</summary>
    public double HitRate => Hits + Misses == 0 ? 0 : Hits / (double)(Hits + Misses);
}
