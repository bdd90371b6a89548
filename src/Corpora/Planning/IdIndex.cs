using System.Runtime.InteropServices;

namespace UniBind.Grid.Corpora;

/// <summary>The set of all ids listed so far.</summary>
/// <remarks>Not thread-safe. Built anew from the source when a listing is resumed. 16 bytes of disk an id, twice that while merging.</remarks>
internal sealed class IdIndex(string folder) : IDisposable
{
    private readonly HashIndex<IdEntry> _index = new(folder);

    /// <summary>The runs that a look-up goes through.</summary>
    public int Runs => _index.Runs;

    /// <summary>Sets the flag of every hash that is in the index.</summary>
    public void Mark(ReadOnlySpan<UInt128> ascending, Span<bool> found) => _index.Find(ascending, found, []);

    /// <summary>Adds hashes that are not in the index.</summary>
    /// <param name="ascending">The hashes, ascending, each once.</param>
    public void Add(ReadOnlySpan<UInt128> ascending) => _index.Add(MemoryMarshal.Cast<UInt128, IdEntry>(ascending));

    public void Dispose() => _index.Dispose();
}
