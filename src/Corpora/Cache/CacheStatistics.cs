namespace UniBind.Grid.Corpora;

/// <summary>The counts of a cache over its life, as <c>stats.json</c> holds them.</summary>
internal sealed record CacheStatistics(long Hits = 0, long Misses = 0);
