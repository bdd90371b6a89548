using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace UniBind.Grid.Grains;

/// <inheritdoc cref="ISpaceGrain"/>
/// <remarks>
/// A version is published by the one write of this grain's state that names its manifest; the files are there by then. A write that
/// another activation was faster with is refused by its ETag.
/// </remarks>
[RequireSiloLabel(SiloLabels.RolePrefix + Role.Coordinator, SiloLabels.Yes)]
public sealed class SpaceGrain(
    [PersistentState("space", GrainStorage.Name)] IPersistentState<SpaceState> state,
    EncoderSilos silos,
    SpaceFolder folder,
    IOptions<CoordinatorOptions> options,
    ILogger<SpaceGrain> logger) : Grain, ISpaceGrain
{
    /// <summary>The most classes of a space: each may lie in a file of its own, and a process maps at most 65,530.</summary>
    public const int MaxClasses = 50_000;

    private string Space => this.GetPrimaryKeyString();

    private int Newest => state.State.Versions.Select(v => v.Version).FirstOrDefault();

    /// <inheritdoc/>
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        SpaceKey.RequireSpace(Space);
        return state.State.SchemaVersion <= SpaceState.Schema
            ? Task.CompletedTask
            : throw new GridException($"The space '{Space}' was stored by a newer version of the grid; update this one.");
    }

    /// <inheritdoc/>
    public async Task AddClassesAsync(string[] classes)
    {
        var all = ClassNames.Add(state.State.Classes, classes);
        if (all.Length == state.State.Classes.Length)
            return;
        if (all.Length > MaxClasses)
            throw new GridException($"The space '{Space}' would have {all.Length:N0} classes, and {MaxClasses:N0} are allowed; split it.");
        if (state.State.Classes.Length == 0)
            await GrainFactory.GetGrain<ISpaceIndexGrain>(ISpaceIndexGrain.Key).RecordAsync(Space);
        await state.ReplaceAsync(state.State with { Classes = all }, $"The classes of '{Space}' were changed from elsewhere at the same moment; try again.");
    }

    /// <inheritdoc/>
    public async Task AddCaptionsAsync()
    {
        if (state.State.Captions)
            return;
        await GrainFactory.GetGrain<ISpaceIndexGrain>(ISpaceIndexGrain.Key).RecordAsync(Space);
        await state.ReplaceAsync(state.State with { Captions = true }, $"'{Space}' was changed from elsewhere at the same moment; try again.");
    }

    /// <inheritdoc/>
    public async Task<CenterBuildProgress> ImportCentersAsync(CenterImport import, CancellationToken cancellationToken = default)
    {
        var build = new CenterBuild(Space, GrainFactory, silos, options.Value, logger);
        var centers = await build.ReadAsync(import, cancellationToken);
        await AddClassesAsync([.. centers.Select(c => c.Class)]);
        await build.RecordAsync(centers, cancellationToken);
        return new CenterBuildProgress(centers.Length, centers.Length, 0, centers.Sum(c => (long)c.Rows));
    }

    /// <inheritdoc/>
    public Task<SpaceInfo> GetAsync() => Task.FromResult(Info());

    /// <inheritdoc/>
    public async IAsyncEnumerable<CenterBuildProgress> BuildCentersAsync(CenterBuildRequest request, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        RequireClasses();
        if (request.Classes.Except(state.State.Classes, StringComparer.Ordinal).ToArray() is { Length: > 0 } unknown)
            throw new GridException($"{ClassNames.List(unknown)} {(unknown.Length == 1 ? "is" : "are")} not in '{Space}'; 'unibind knowledge list {Space}' shows those there are.");
        var classes = request.Classes.Length > 0 ? request.Classes.Distinct(StringComparer.Ordinal).ToArray() : state.State.Classes;
        var build = new CenterBuild(Space, GrainFactory, silos, options.Value, logger);
        await foreach (var progress in build.RunAsync(classes, request, cancellationToken))
            yield return progress;
    }

    /// <inheritdoc/>
    public async Task<SpaceVersionInfo> PublishAsync(PublishRequest request)
    {
        RequireClasses();
        if (request.Parent != Newest)
            throw new GridException($"'{Space}' was published meanwhile: its newest version is {Newest}, and yours was made over {request.Parent}; look at 'unibind space show {Space}' and publish again.") { Kind = GridErrorKind.Conflict };
        var version = await CompileAsync(request);
        await state.ReplaceAsync(
            state.State with
            {
                Versions = [version, .. state.State.Versions],
                Latest = version.Version,
                Stable = request.Stable ? version.Version : state.State.Stable,
            },
            $"'{Space}' was published from elsewhere at the same moment; nothing of yours was published. Look at 'unibind space show {Space}' and publish again.");
        return version;
    }

    /// <inheritdoc/>
    public Task<SpaceVersionInfo> DraftAsync(PublishRequest request)
    {
        RequireClasses();
        return CompileAsync(request with { Parent = Newest });
    }

    /// <inheritdoc/>
    public Task<SpaceVersionInfo> ResolveAsync(string version) => Task.FromResult(version switch
    {
        SpaceInfo.Latest => Find(state.State.Latest, $"The space '{Space}' has no published version; publish one with 'unibind space publish {Space}'."),
        SpaceInfo.Stable => Find(state.State.Stable, $"No version of '{Space}' was declared stable; do so with 'unibind space publish {Space} --stable' or 'unibind space rollback {Space} N --stable'."),
        _ => int.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? Find(number)
            : throw new GridException($"'{version}' is no version of '{Space}': give a number, '{SpaceInfo.Latest}' or '{SpaceInfo.Stable}'.") { Kind = GridErrorKind.NotFound },
    });

    /// <inheritdoc/>
    public async Task<SpaceInfo> RollbackAsync(int version, bool stable)
    {
        Find(version);
        await state.ReplaceAsync(
            state.State with { Latest = version, Stable = stable ? version : state.State.Stable },
            $"'{Space}' was changed from elsewhere at the same moment; try again.");
        return Info();
    }

    /// <inheritdoc/>
    public async Task<SpacePruneReport> PruneAsync(SpacePruneRequest request)
    {
        if (request.Keep < 1 || request.OlderThan < TimeSpan.Zero)
            throw new GridException("A prune keeps at least one version and takes no negative age.");
        if (state.State.Classes.Length == 0 && state.State.Versions.Length == 0)
            throw new GridException($"There is no space '{Space}'; 'unibind space list' shows those there are.") { Kind = GridErrorKind.NotFound };
        var pruning = new SpacePruning(Space, GrainFactory, folder, request);
        var plan = await pruning.PlanAsync(state.State);
        if (!request.DryRun && plan.Report.Versions.Length > 0)
            await state.ReplaceAsync(state.State with { Versions = plan.Versions }, $"'{Space}' was changed from elsewhere at the same moment; nothing was removed, try again.");
        return await pruning.RunAsync(plan);
    }

    private Task<SpaceVersionInfo> CompileAsync(PublishRequest request) =>
        new SpaceCompiler(Space, GrainFactory, silos, folder).RunAsync(state.State.Classes, Newest + 1, request);

    private SpaceVersionInfo Find(int version, string? otherwise = null) =>
        state.State.Versions.FirstOrDefault(v => v.Version == version)
        ?? throw new GridException(otherwise ?? $"The space '{Space}' has no version {version}; it has {(Newest == 0 ? "none" : state.State.Versions.Length == Newest ? $"1 to {Newest}" : string.Join(", ", state.State.Versions.Select(v => v.Version).Order()))}.") { Kind = GridErrorKind.NotFound };

    private void RequireClasses()
    {
        if (state.State.Classes.Length == 0)
            throw new GridException($"There is no space '{Space}', or it has no class; import descriptions with 'unibind knowledge import {Space} FILE'.") { Kind = GridErrorKind.NotFound };
    }

    private SpaceInfo Info()
    {
        var aliases = new Dictionary<string, int>();
        if (state.State.Latest > 0)
            aliases[SpaceInfo.Latest] = state.State.Latest;
        if (state.State.Stable > 0)
            aliases[SpaceInfo.Stable] = state.State.Stable;
        return new SpaceInfo { Name = Space, Classes = state.State.Classes, Versions = state.State.Versions, Aliases = aliases, Captions = state.State.Captions };
    }
}
