using System.Collections.Concurrent;
using UniBind.Grid.Alignment;
using UniBind.Grid.Corpora;

namespace UniBind.Grid.Grains;

/// <summary>The space versions that a silo works with, each opened once.</summary>
/// <remarks>Thread-safe; a singleton of the silo. Versions stay open until the silo ends: they are mapped files, so an idle one costs address space only.</remarks>
public sealed class SpaceCatalog(SpaceFolder folder) : IDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<Space>> _open = new(StringComparer.Ordinal);

    /// <summary>A version by the hash of its manifest.</summary>
    /// <exception cref="GridException">A file of it is missing or damaged.</exception>
    public Space Get(string manifestSha256)
    {
        try
        {
            return _open.GetOrAdd(manifestSha256, sha => new Lazy<Space>(() => Space.Open(folder.Blobs, sha))).Value;
        }
        catch (Exception e) when (e is AlignmentException or CorpusException)
        {
            // Not remembered: the file may be restored.
            _open.TryRemove(manifestSha256, out _);
            throw new GridException(e.Message);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var space in _open.Values.Where(s => s.IsValueCreated))
            space.Value.Dispose();
    }
}
