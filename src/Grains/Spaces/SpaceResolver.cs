using UniBind.Grid.Alignment;
using UniBind.Grid.Corpora;

namespace UniBind.Grid.Grains;

/// <summary>Turns references to spaces into pinned versions, and pinned versions into the packs that they need.</summary>
/// <remarks>Thread-safe; a singleton of the silo.</remarks>
public sealed class SpaceResolver(ISpaceVersions versions, SpaceFolder folder)
{
    private const string Unpublished = "@0";

    /// <summary>Pins a reference: <c>PACK@0</c>, <c>name@7</c>, <c>name@latest</c> or <c>name@stable</c>; a name alone is its latest version.</summary>
    /// <exception cref="GridException">There is no such space or version.</exception>
    public async Task<PinnedSpace> ResolveAsync(string reference)
    {
        if (PackOf(reference) is { } pack)
            return new PinnedSpace(reference, "", pack, null);
        var (space, version) = SpaceKey.ParseVersion(reference);
        var info = await versions.ResolveAsync(space, version);
        return new PinnedSpace(info.Id, info.Manifest, info.Pack, info.PackSha256);
    }

    /// <summary>The pinned version of a job that runs or ran, from what the job stored: no name is looked up again.</summary>
    /// <param name="id">The version as it stands in output rows.</param>
    /// <param name="manifest">The hash of its manifest; empty for <c>PACK@0</c>.</param>
    /// <exception cref="GridException">The manifest is missing or damaged.</exception>
    public Task<PinnedSpace> ReopenAsync(string id, string manifest) =>
        manifest.Length > 0
            ? Task.Run(() => Read(manifest))
            : Task.FromResult(new PinnedSpace(id, "", PackOf(id) ?? throw NotPinned(id), null));

    /// <summary>The name of the pack that a run encodes with.</summary>
    /// <param name="run">The run.</param>
    /// <param name="space">Its space; null for <c>PACK@0</c>.</param>
    internal static string PackOf(JobRun run, Space? space) => space?.Manifest.Pack ?? PackOf(run.Spec.Space) ?? throw NotPinned(run.Spec.Space);

    private static GridException NotPinned(string id) => new($"The job's space '{id}' is neither 'PACK@0' nor a published version.");

    private static string? PackOf(string reference) =>
        reference.EndsWith(Unpublished, StringComparison.Ordinal) && reference.Length > Unpublished.Length ? reference[..^Unpublished.Length] : null;

    private PinnedSpace Read(string sha256)
    {
        try
        {
            var manifest = SpaceStore.ReadManifest(folder.Blobs, sha256);
            return new PinnedSpace(manifest.Id, sha256, manifest.Pack, manifest.PackSha256);
        }
        catch (Exception e) when (e is AlignmentException or CorpusException)
        {
            throw new GridException(e.Message);
        }
    }
}
