namespace UniBind.Grid.Corpora;

/// <summary>What a store says about one object.</summary>
/// <param name="Key">Its key, relative to the store's root, with <c>/</c>.</param>
/// <param name="Length">Its bytes.</param>
/// <param name="Version">Changes whenever the object does: the entity tag, or size and time of a local file.</param>
public readonly record struct ObjectInfo(string Key, long Length, string Version);
