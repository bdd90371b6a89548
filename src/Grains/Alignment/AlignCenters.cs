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
        return manifest.Centers is { } file ? new Found(file, manifest.Pack, manifest.PackSha256, manifest.Calibrated is { } ids ? [ids] : []) : null;
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
        var file = await SpaceFaults.RunAsync(() => CenterCompilation.WriteRowsAsync(folder.Blobs, built, cancellationToken), cancellationToken);
        return new Found(file, built[0].Pack, built[0].PackSha256, [.. built.Select(b => b.Calibrated).OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]);
    }

    /// <summary>Centers to train towards.</summary>
    /// <param name="File">Their blob.</param>
    /// <param name="Pack">The pack whose text encoder made them.</param>
    /// <param name="PackSha256">Its content address.</param>
    /// <param name="Calibrated">The blobs of the ids of the items whose labels selected rows.</param>
    internal sealed record Found(string File, string Pack, string PackSha256, string[] Calibrated);
}
