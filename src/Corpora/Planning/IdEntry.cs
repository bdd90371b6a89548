namespace UniBind.Grid.Corpora;

/// <summary>An id and nothing more.</summary>
internal readonly record struct IdEntry(UInt128 Hash) : IHashEntry;
