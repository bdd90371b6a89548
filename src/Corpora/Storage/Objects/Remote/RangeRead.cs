namespace UniBind.Grid.Corpora;

/// <summary>What a ranged read gave.</summary>
/// <param name="Read">The bytes read.</param>
/// <param name="Length">The length of the whole object.</param>
/// <param name="Version">Its version.</param>
internal readonly record struct RangeRead(int Read, long Length, string Version);
