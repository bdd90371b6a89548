using UniBind.Grid.Alignment;

namespace UniBind.Grid.Grains;

/// <inheritdoc cref="IClassCenterGrain"/>
/// <remarks>The descriptions are read when they are first asked for: publishing looks at the centers of many classes and at no description.</remarks>
[RequireSiloLabel(SiloLabels.RolePrefix + Role.Coordinator, SiloLabels.Yes), Orleans.Placement.RandomPlacement]
public sealed class ClassCenterGrain(
    [PersistentState("class", GrainStorage.Name)] IPersistentState<ClassCenterState> state, SpaceFolder folder) : Grain, IClassCenterGrain
{
    /// <summary>The most descriptions of one class, captions of its items included.</summary>
    public const int MaxDescriptions = 50_000;

    /// <summary>The most versions of a center that are kept; the oldest are forgotten. Published versions of the space have their own copies.</summary>
    public const int MaxCenters = 200;

    private ClassKnowledge? _knowledge;
    private string? _own;
    private (int Version, CenterRow[] Rows)? _rows;

    private string Space => SpaceKey.Parse(this.GetPrimaryKeyString()).Space;

    private string Name => SpaceKey.Parse(this.GetPrimaryKeyString()).Name;

    /// <summary>Empty for captions of items that have no class.</summary>
    private string Class => SpaceKey.IsCaptions(Name) ? "" : Name;

    private KnowledgeFiles Files => folder.KnowledgeFiles(Space, Name);

    private string Conflict => $"The class '{Class}' of '{Space}' was changed from elsewhere at the same moment; try again.";

    /// <inheritdoc/>
    public override Task OnActivateAsync(CancellationToken cancellationToken) => state.State.SchemaVersion <= ClassCenterState.Schema
        ? Task.CompletedTask
        : throw new GridException($"The class '{Class}' of '{Space}' was stored by a newer version of the grid; update this one.");

    /// <inheritdoc/>
    public async Task<KnowledgeRef> ImportAsync(Description[] descriptions)
    {
        descriptions = [.. descriptions.Select(Checked)];
        var knowledge = await KnowledgeAsync();
        var changes = knowledge.Changes(descriptions);
        if (changes.Count == 0)
            return Reference();
        if (knowledge.All.Count + changes.Count > MaxDescriptions)
            throw new GridException($"The class '{Class}' of '{Space}' would have more than {MaxDescriptions:N0} descriptions; split the class, or import fewer.");

        var before = state.State;
        var lines = Lines(changes);
        var files = Files;
        var own = _own ??= files.NewName();
        var sha256 = await SpaceFaults.RunAsync(() => files.Append(before, own, lines));

        // Until the record names them, the lines count for nobody. Where writing it fails it may have been written: the next lines go to another file.
        (_knowledge, _own) = (null, null);
        knowledge.Apply(changes);
        var (approved, draft) = (KnowledgeHash.Usable(knowledge.All, false), KnowledgeHash.Usable(knowledge.All, true));
        await state.ReplaceAsync(before with
        {
            File = own,
            Length = before.Length + lines.Length,
            FileSha256 = sha256,
            Approved = KnowledgeHash.Of(approved),
            Draft = KnowledgeHash.Of(draft),
            Counts = [approved.Length, draft.Length - approved.Length, knowledge.All.Count(d => d.Kind == DescriptionKind.Category) - draft.Length],
        }, Conflict);
        (_knowledge, _own) = (knowledge, own);
        return Reference();
    }

    /// <inheritdoc/>
    public async Task<Description[]> GetDescriptionsAsync(int from, int count) => Page((await KnowledgeAsync()).All, from, count);

    /// <inheritdoc/>
    public Task<KnowledgeRef> GetKnowledgeAsync() => Task.FromResult(Reference());

    /// <inheritdoc/>
    public async Task<CenterVersion> RecordAsync(CenterVersion built)
    {
        if (built.Class != Class)
            throw new GridException($"A center of '{built.Class}' was recorded with '{Class}'; this is a bug.");
        await SpaceFaults.RunAsync(() => folder.Blobs.Require(built.File));
        if (Find(null) is { } inUse && inUse.File == built.File && inUse.Selection == built.Selection && inUse.Knowledge == built.Knowledge)
            return inUse;
        var recorded = built with { Version = state.State.Centers.Select(c => c.Version).FirstOrDefault() + 1 };
        await state.ReplaceAsync(state.State with { Centers = [recorded, .. state.State.Centers.Take(MaxCenters - 1)], Current = recorded.Version }, Conflict);
        return recorded;
    }

    /// <inheritdoc/>
    public Task<CenterVersion?> GetCenterAsync(int? version = null) => Task.FromResult(Find(version));

    /// <inheritdoc/>
    public Task<CenterVersion[]> ListCentersAsync() => Task.FromResult(state.State.Centers);

    /// <inheritdoc/>
    public async Task<CenterRow[]> GetRowsAsync(int? version, int from, int count)
    {
        // The file is read for the first page alone.
        var center = Require(version);
        var rows = _rows is { } read && read.Version == center.Version ? read.Rows : await SpaceFaults.RunAsync(() =>
        {
            using var file = SafetensorsFile.Open(folder.Blobs.RequireWhole(center.File));
            return CenterRows.Of(CenterFile.Read(file), center.Class);
        });
        var page = Page(rows, from, count);
        _rows = from + page.Length < rows.Length ? (center.Version, rows) : null;
        return page;
    }

    /// <inheritdoc/>
    public async Task<CenterVersion> RollbackAsync(int version)
    {
        var center = Require(version);
        if (state.State.Current != version)
            await state.ReplaceAsync(state.State with { Current = version }, Conflict);
        return center;
    }

    /// <inheritdoc/>
    public async Task<CenterVersion[]> PruneAsync(int keep, bool dryRun)
    {
        CenterVersion[] kept = [.. state.State.Centers.Where((c, i) => i < keep || c.Version == state.State.Current)];
        if (!dryRun && kept.Length < state.State.Centers.Length)
            await state.ReplaceAsync(state.State with { Centers = kept }, Conflict);
        return kept;
    }

    /// <summary>The lines of some descriptions. What could not be read back is refused, and never stored.</summary>
    private static byte[] Lines(IEnumerable<Description> descriptions)
    {
        using var lines = new MemoryStream();
        foreach (var description in descriptions)
        {
            var line = KnowledgeLine.Serialize(description);
            if (!KnowledgeLine.TryParse(line, out _, out var fault))
                throw new GridException($"The description '{(description.Text.Length <= 40 ? description.Text : description.Text[..40] + "…")}' cannot be stored: {fault}.");
            lines.Write(line.Span);
        }
        return lines.ToArray();
    }

    private static T[] Page<T>(IReadOnlyList<T> all, int from, int count) => from >= 0 && count is > 0 and <= IClassCenterGrain.MaxPage
        ? [.. all.Skip(from).Take(count)]
        : throw new GridException($"A page of {count} from {from} was asked for, and 1 to {IClassCenterGrain.MaxPage} from 0 on are answered; this is a bug.");

    private async Task<ClassKnowledge> KnowledgeAsync()
    {
        // State may be touched in the grain's turns alone.
        var (files, stored) = (Files, state.State);
        return _knowledge ??= await SpaceFaults.RunAsync(() => files.Read(stored));
    }

    private CenterVersion? Find(int? version)
    {
        var wanted = version ?? state.State.Current;
        return state.State.Centers.FirstOrDefault(c => c.Version == wanted);
    }

    private CenterVersion Require(int? version) => Find(version) ?? throw new GridException(version is { } number
        ? $"The class '{Class}' of '{Space}' has no center version {number}; it has {(state.State.Centers.Length == 0 ? "none" : string.Join(", ", state.State.Centers.Select(c => c.Version)))}."
        : $"The class '{Class}' of '{Space}' has no center; build it with 'unibind centers build {Space}'.");

    private KnowledgeRef Reference() => new(
        Class, Files.PathOf(state.State.File), state.State.Length, state.State.Approved, state.State.Counts[0], state.State.Counts[1], state.State.Counts[2], state.State.Draft);

    private Description Checked(Description description)
    {
        if (description.Class != Class)
            throw new GridException($"A description of '{description.Class}' was given to the class '{Class}'.");
        if (description.ControlledMember() is { } member)
            throw new GridException($"A description of '{Class}' has control characters in its member '{member}'; take them out.");
        var text = description.Text.Trim();
        if (text.Length is 0 or > Description.MaxTextLength)
            throw new GridException($"A description of '{Class}' has {text.Length:N0} characters, and 1 to {Description.MaxTextLength:N0} are allowed: '{(text.Length <= 40 ? text : text[..40] + "…")}'.");
        return text.Length == description.Text.Length ? description : description with { Text = text };
    }
}
