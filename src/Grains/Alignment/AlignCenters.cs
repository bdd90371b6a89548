using UniBind.Grid.Alignment;

namespace UniBind.Grid.Grains;

/// <summary>Finds the class centers that heads are trained towards: those of a published version, or those in use, merged into one file as publishing them would.</summary>
internal sealed class AlignCenters(string space, IGrainFactory grains, SpaceFolder folder)
{
    /// <summary>The centers; null when the space has none.</summary>
    /// <exception cref="GridException">There is no such version, a file is missing or damaged, or the centers were built with different packs.</exception>
    public Task<Found?> FindAsync(int? version, CancellationToken cancellationToken) =>
        version is { } number ? PublishedAsync(number) : InUseAsync(cancellationToken);

    private async Task<Found?> PublishedAsync(int version)
    {
        var info = await grains.GetGrain<ISpaceGrain>(space).ResolveAsync(version.ToString(System.Globalization.CultureInfo.InvariantCulture));
        var manifest = await SpaceFaults.RunAsync(() => SpaceStore.ReadManifest(folder.Blobs, info.Manifest));
        return manifest.Centers is { } file ? new Found(file, manifest.Pack, manifest.PackSha256) : null;
    }

    private async Task<Found?> InUseAsync(CancellationToken cancellationToken)
    {
        var info = await grains.GetGrain<ISpaceGrain>(space).GetAsync();
        var centers = await info.Classes.SelectAsync(c => grains.GetGrain<IClassCenterGrain>(SpaceKey.ForClass(space, c)).GetCenterAsync(), cancellationToken);
        var built = centers.OfType<CenterVersion>().ToArray();
        if (built.Length == 0)
            return null;
        if (built.FirstOrDefault(b => b.PackSha256 != built[0].PackSha256) is { } other)
            throw new GridException($"The centers of '{other.Class}' and '{built[0].Class}' in '{space}' were built with different packs; build all with one: unibind centers build {space}");
        var file = await SpaceFaults.RunAsync(() => MergeAsync(built, cancellationToken), cancellationToken);
        return new Found(file, built[0].Pack, built[0].PackSha256);
    }

    private async Task<string> MergeAsync(IReadOnlyList<CenterVersion> built, CancellationToken cancellationToken)
    {
        var files = new Dictionary<string, (SafetensorsFile File, CenterSet Set, Dictionary<string, int> Places)>(StringComparer.Ordinal);
        try
        {
            var parts = new List<(CenterSet, int)>(built.Count);
            foreach (var center in built)
            {
                if (!files.TryGetValue(center.File, out var open))
                    files.Add(center.File, open = Open(center.File));
                parts.Add((open.Set, open.Places.TryGetValue(center.Class, out var place)
                    ? place
                    : throw new AlignmentException($"The center file of '{center.Class}' does not hold this class; build its center again.")));
            }
            return await folder.Blobs.PutAsync((stream, ct) => CenterMerge.WriteAsync(parts, stream, ct), cancellationToken);
        }
        finally
        {
            foreach (var (file, _, _) in files.Values)
                file.Dispose();
        }
    }

    private (SafetensorsFile, CenterSet, Dictionary<string, int>) Open(string sha256)
    {
        var file = SafetensorsFile.Open(folder.Blobs.Require(sha256));
        try
        {
            var set = CenterFile.Read(file);
            return (file, set, Enumerable.Range(0, set.Classes.Count).ToDictionary(c => set.Classes[c], StringComparer.Ordinal));
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Centers to train towards.</summary>
    /// <param name="File">Their blob.</param>
    /// <param name="Pack">The pack whose text encoder made them.</param>
    /// <param name="PackSha256">Its content address.</param>
    internal sealed record Found(string File, string Pack, string PackSha256);
}
