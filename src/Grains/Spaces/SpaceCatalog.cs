using UniBind.Grid.Alignment;
using UniBind.Grid.Corpora;

namespace UniBind.Grid.Grains;

/// <summary>The space versions that a silo works with, each opened once.</summary>
/// <remarks>Thread-safe; a singleton of the silo. The versions that were used last stay open; an older one closes when its last user lets go of it.</remarks>
public sealed class SpaceCatalog(SpaceFolder folder) : IDisposable
{
    private const int MaxOpen = 32;
    private readonly RecentCache<string, Space> _open = new(MaxOpen);
    private readonly RecentCache<ProjectionKey, SpaceProjection> _projections = new(MaxOpen * 8);

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

    /// <summary>The same if it is open already; null otherwise. Reads nothing.</summary>
    public SpaceProjection? TryGetProjection(string manifestSha256, Modality modality, string encoder, int rawDimension) =>
        _open.TryGet(manifestSha256) is null ? null : _projections.TryGet(new ProjectionKey(manifestSha256, modality, encoder, rawDimension));

    private static T Get<TKey, T>(RecentCache<TKey, T> known, TKey key, Func<TKey, T> open)
        where TKey : notnull
    {
        try
        {
            return known.Get(key, open);
        }
        catch (Exception e) when (e is AlignmentException or CorpusException or IOException or UnauthorizedAccessException)
        {
            // No failure is remembered, whatever it was: the file may be restored.
            throw new GridException(e.Message);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var space in _open.Values)
            space.Dispose();
    }
}
