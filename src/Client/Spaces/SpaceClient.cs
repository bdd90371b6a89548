using System.Runtime.CompilerServices;

namespace UniBind.Grid.Client;

/// <inheritdoc cref="ISpaceClient"/>
/// <param name="grains">The Orleans client, or the grain factory of a silo in this process.</param>
public sealed class SpaceClient(IGrainFactory grains) : ISpaceClient
{
    // A call with so many of the longest descriptions has some 3 MB, and a usual one 100 kB.
    private const int DescriptionsACall = 500;
    private const int NamesACall = 5_000;
    private const int CallsAtATime = 64;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> ListAsync() => await grains.GetGrain<ISpaceIndexGrain>(ISpaceIndexGrain.Key).ListAsync();

    /// <inheritdoc/>
    public async Task<SpaceInfo> GetAsync(string space)
    {
        var info = await Space(space).GetAsync();
        return info.Classes.Length > 0 || info.Versions.Length > 0 || info.Captions
            ? info
            : throw new GridException($"There is no space '{space}'; 'unibind knowledge import {space} FILE' makes one, and 'unibind space list' shows those there are.") { Kind = GridErrorKind.NotFound };
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<KnowledgeRef>> ImportAsync(string space, IReadOnlyCollection<Description> descriptions, CancellationToken cancellationToken = default)
    {
        var ownless = descriptions.ToLookup(d => d is { Class: "", Kind: DescriptionKind.Sample, Item.Length: > 0 });
        var classes = ownless[false].GroupBy(d => SpaceKey.RequireClass(d.Class), StringComparer.Ordinal).ToArray();
        foreach (var names in classes.Select(c => c.Key).Chunk(NamesACall))
            await Space(space).AddClassesAsync(names);
        var captions = ownless[true].GroupBy(d => SpaceKey.ForCaptions(space, d.Item!), StringComparer.Ordinal).ToArray();
        if (captions.Length > 0)
            await Space(space).AddCaptionsAsync();
        await EachAsync(captions, group => ImportAsync(group.Key, group), cancellationToken);
        var knowledge = await EachAsync(classes, group => ImportAsync(SpaceKey.ForClass(space, group.Key), group), cancellationToken);
        return [.. knowledge.OrderBy(k => k.Class, StringComparer.Ordinal)];
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<KnowledgeRef>> ListKnowledgeAsync(string space, CancellationToken cancellationToken = default) =>
        await EachAsync((await GetAsync(space)).Classes, name => Class(space, name).GetKnowledgeAsync(), cancellationToken);

    /// <inheritdoc/>
    public async IAsyncEnumerable<Description> ExportAsync(
        string space, IReadOnlyCollection<string>? classes = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var info = await GetAsync(space);
        var keys = (classes ?? info.Classes).Select(name => SpaceKey.ForClass(space, name));
        if (classes is null && info.Captions)
            keys = keys.Concat(SpaceKey.AllCaptions(space));
        foreach (var key in keys)
        {
            await foreach (var description in grains.GetGrain<IClassCenterGrain>(key).ReadDescriptionsAsync(cancellationToken))
                yield return description;
        }
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<CenterBuildProgress> BuildCentersAsync(string space, CenterBuildRequest request, CancellationToken cancellationToken = default) =>
        Space(space).BuildCentersAsync(request, cancellationToken);

    /// <inheritdoc/>
    public Task<CenterBuildProgress> ImportCentersAsync(string space, CenterImport import, CancellationToken cancellationToken = default) =>
        Space(space).ImportCentersAsync(import, cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<CenterVersion>> ListCentersAsync(string space, CancellationToken cancellationToken = default) =>
        [.. (await EachAsync((await GetAsync(space)).Classes, name => Class(space, name).GetCenterAsync(), cancellationToken)).OfType<CenterVersion>()];

    /// <inheritdoc/>
    public async Task<IReadOnlyList<CenterVersion>> ListCenterVersionsAsync(string space, string name) => await Class(space, name).ListCentersAsync();

    /// <inheritdoc/>
    public async Task<CenterDetails> GetCenterAsync(string space, string name, int? version = null)
    {
        var center = Class(space, name);
        var found = await center.GetCenterAsync(version);

        // The grain says which versions there are when this one is missing.
        var rows = await center.ReadRowsAsync(found?.Version ?? version).ToArrayAsync();
        return new CenterDetails(found!, rows);
    }

    /// <inheritdoc/>
    public async Task<CenterDiff> DiffCentersAsync(string space, string name, int from, int to)
    {
        var (before, after) = (await GetCenterAsync(space, name, from), await GetCenterAsync(space, name, to));
        var (old, now) = (TextsOf(before), TextsOf(after));
        return new CenterDiff(
            before.Center,
            after.Center,
            [.. after.Rows.Select(r => r.Text).Where(t => !old.Contains(t))],
            [.. before.Rows.Select(r => r.Text).Where(t => !now.Contains(t))],
            old.Count(now.Contains));
    }

    /// <inheritdoc/>
    public Task<CenterVersion> RollbackCenterAsync(string space, string name, int version) => Class(space, name).RollbackAsync(version);

    /// <inheritdoc/>
    public Task<SpaceVersionInfo> PublishAsync(string space, PublishRequest request) => Space(space).PublishAsync(request);

    /// <inheritdoc/>
    public Task<SpaceVersionInfo> DraftAsync(string space, PublishRequest request) => Space(space).DraftAsync(request);

    /// <inheritdoc/>
    public Task<SpaceInfo> RollbackAsync(string space, int version, bool stable = false) => Space(space).RollbackAsync(version, stable);

    /// <inheritdoc/>
    public Task<SpacePruneReport> PruneAsync(string space, SpacePruneRequest request) => Space(space).PruneAsync(request);

    /// <inheritdoc/>
    public Task<SpaceVersionInfo> ResolveAsync(string reference)
    {
        var (space, version) = SpaceKey.ParseVersion(reference);
        return Space(space).ResolveAsync(version);
    }

    private async Task<KnowledgeRef> ImportAsync(string key, IEnumerable<Description> descriptions)
    {
        KnowledgeRef? after = null;
        foreach (var some in descriptions.Chunk(DescriptionsACall))
            after = await grains.GetGrain<IClassCenterGrain>(key).ImportAsync(some);
        return after!;
    }

    private static HashSet<string> TextsOf(CenterDetails center) => center.Rows.Select(r => r.Text).ToHashSet(StringComparer.Ordinal);

    private static async Task<TResult[]> EachAsync<T, TResult>(IReadOnlyList<T> arguments, Func<T, Task<TResult>> call, CancellationToken cancellationToken)
    {
        var results = new TResult[arguments.Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = CallsAtATime, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, results.Length, options, async (i, _) => results[i] = await call(arguments[i]));
        return results;
    }

    private ISpaceGrain Space(string space) => grains.GetGrain<ISpaceGrain>(SpaceKey.RequireSpace(space));

    private IClassCenterGrain Class(string space, string name) => grains.GetGrain<IClassCenterGrain>(SpaceKey.ForClass(space, name));
}
