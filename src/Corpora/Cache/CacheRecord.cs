namespace UniBind.Grid.Corpora;

/// <summary>A record to be kept.</summary>
/// <param name="Key">What it is found by.</param>
/// <param name="Writer">Who writes it; it is never handed back to the same.</param>
/// <param name="Payload">Its content.</param>
public readonly record struct CacheRecord(UInt128 Key, UInt128 Writer, ReadOnlyMemory<byte> Payload);
