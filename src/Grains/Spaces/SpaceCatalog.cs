using System.Collections.Concurrent;
using UniBind.Grid.Alignment;
using UniBind.Grid.Corpora;

namespace UniBind.Grid.Grains;

/// <summary>The space versions that a silo works with, each opened once.</summary>
/// <remarks>Thread-safe; a singleton of the silo. Versions stay open until the silo ends: they are mapped files, so an idle one costs address space only.</remarks>
public sealed class SpaceCatalog(SpaceFolder folder) : IDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<Space>> _open = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<ProjectionKey, Lazy<SpaceProjection>> _projections = new();

    /// <summary>A version by the hash of its manifest.</summary>
    /// <exception cref="GridException">A file of it is missing or damaged.</exception>
    public Space Get(string manifestSha256) => Get(_open, manifestSha256, sha => Space.Open(folder.Blobs, sha));

    /// <summary>The version that a run is pinned to; null for <c>PACK@0</c>. Opening a large one blocks: not in a grain's turn.</summary>
    /// <exception cref="GridException">A file of it is missing or damaged.</exception>
    public Space? Of(JobRun run) => run.SpaceSha256.Length > 0 ? Get(run.SpaceSha256) : null;

    /// <summary>The way of one modality's raw embeddings into a version.</summary>
    /// <param name="manifestSha256">The hash of the version's manifest.</param>
    /// <param name="modality">The modality.</param>
    /// <param name="encoder">The hash of the encoder that makes the raw embeddings.</param>
    /// <param name="rawDimension">Their length.</param>
    /// <exception cref="GridException">The version has no head for the modality, one for another encoder, or a file of it is missing or damaged.</exception>
    public SpaceProjection GetProjection(string manifestSha256, Modality modality, string encoder, int rawDimension)
    {
        var space = Get(manifestSha256);
        var key = new ProjectionKey(manifestSha256, modality, encoder, rawDimension);
        return Get(_projections, key, k => SpaceProjection.Create(space, k.Modality, k.Encoder, k.RawDimension));
    }

    private static T Get<TKey, T>(ConcurrentDictionary<TKey, Lazy<T>> known, TKey key, Func<TKey, T> open)
        where TKey : notnull
    {
        var entry = known.GetOrAdd(key, k => new Lazy<T>(() => open(k)));
        try
        {
            return entry.Value;
        }
        catch (Exception e)
        {
            // No failure is remembered, whatever it was: the file may be restored. Somebody may have asked again already: only this entry goes.
            known.TryRemove(new KeyValuePair<TKey, Lazy<T>>(key, entry));
            if (e is AlignmentException or CorpusException or IOException or UnauthorizedAccessException)
                throw new GridException(e.Message);
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var space in _open.Values.Where(s => s.IsValueCreated))
            space.Value.Dispose();
    }
}
