using UniBind.Grid.Alignment;

namespace UniBind.Grid.Grains;

/// <summary>Makes the files of a new version of a space out of the centers and heads in use. Until the space's grain names the manifest, nobody sees them.</summary>
internal sealed class SpaceCompiler(string space, IGrainFactory grains, EncoderSilos silos, SpaceFolder folder)
{
    /// <summary>Checks that everything fits together, and writes the files.</summary>
    /// <exception cref="GridException">A class has no center, or centers, heads and pack do not fit together.</exception>
    public async Task<SpaceVersionInfo> RunAsync(string[] classes, int version, PublishRequest request)
    {
        var centers = RequireAll(classes, await classes.SelectAsync(name => grains.GetGrain<IClassCenterGrain>(SpaceKey.ForClass(space, name)).GetCenterAsync()));
        var first = centers[0];
        if (request.Pack is { } asked && asked != first.Pack)
            throw new GridException($"The centers of '{space}' were built with the pack '{first.Pack}', not with '{asked}'; build them again with --pack {asked}.");
        RequireUniform(centers);
        var pack = await PackFacts.RequireAsync(silos, first.Pack);
        RequirePack(first, pack);
        var heads = request.Heads ? await SpaceHeads.GatherAsync(grains, space, pack, first.Dimension) : [];
        var manifest = new SpaceManifest
        {
            Name = space,
            Version = version,
            Parent = request.Parent,
            Created = DateTimeOffset.UtcNow,
            Pack = pack.Name,
            PackSha256 = pack.Sha256,
            PackAligned = pack.Aligned,
            TextEncoder = first.TextEncoder,
            Dimension = first.Dimension,
            Classes = classes.Length,
            Heads = heads.ToDictionary(h => h.Modality.Name(), h => h.Sha256),
            Score = ScoreRules.Parse(request.Score),
        };
        return await SpaceFaults.RunAsync(async () =>
        {
            var complete = await CenterCompilation.WriteAsync(folder.Blobs, manifest, centers, CancellationToken.None);
            var sha256 = await SpaceStore.WriteAsync(folder.Blobs, complete, CancellationToken.None);

            // What does not open is not published.
            using var opened = Alignment.Space.Open(folder.Blobs, sha256);
            return new SpaceVersionInfo
            {
                Space = space,
                Version = version,
                Manifest = sha256,
                Pack = pack.Name,
                PackSha256 = pack.Sha256,
                Parent = request.Parent,
                Classes = classes.Length,
                Rows = opened.Centers!.Rows.Rows,
                Heads = [.. heads.Select(h => h.Modality)],
                Created = manifest.Created,
            };
        });
    }

    private CenterVersion[] RequireAll(string[] classes, CenterVersion?[] centers)
    {
        var missing = classes.Where((_, i) => centers[i] is null).ToArray();
        if (missing.Length > 0)
            throw new GridException($"{ClassNames.List(missing)} of '{space}' {(missing.Length == 1 ? "has" : "have")} no center; build with 'unibind centers build {space}' and publish again.");
        return centers!;
    }

    private void RequireUniform(CenterVersion[] centers)
    {
        var first = centers[0];
        var odd = centers.FirstOrDefault(c => c.PackSha256 != first.PackSha256 || c.TextEncoder != first.TextEncoder || c.Dimension != first.Dimension);
        if (odd is not null)
            throw new GridException($"The center of '{odd.Class}' was built with the pack '{odd.Pack}' ({odd.Dimension} dimensions) and that of '{first.Class}' with another ('{first.Pack}', {first.Dimension}); build all centers of '{space}' with one pack.");
    }

    private void RequirePack(CenterVersion center, PackFacts pack)
    {
        if (center.PackSha256 != pack.Sha256 || center.TextEncoder != pack.Text.Sha256)
            throw new GridException($"The centers of '{space}' were built with another pack of the name '{pack.Name}' than the grid has now; build them again.");
        if (center.Dimension != pack.Text.Dimension)
            throw new GridException($"Dimension mismatch between pack and centers: the centers of '{space}' have {center.Dimension} dimensions and the text encoder of '{pack.Name}' gives {pack.Text.Dimension}; build or import centers that fit it.");
    }
}
