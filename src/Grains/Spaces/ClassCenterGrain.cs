using System.Security.Cryptography;
using UniBind.Grid.Alignment;
using UniBind.Grid.Corpora;

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

    private string Space => SpaceKey.Parse(this.GetPrimaryKeyString()).Space;

    private string Name => SpaceKey.Parse(this.GetPrimaryKeyString()).Name;

    /// <summary>Empty for captions of items that have no class.</summary>
    private string Class => SpaceKey.IsCaptions(Name) ? "" : Name;

    private string File => folder.KnowledgeFile(Space, Name);

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

        await RefreshIfBehindAsync();
        knowledge = await KnowledgeAsync();
        changes = knowledge.Changes(descriptions);
        var before = state.State;
        var lines = Lines(changes);
        var file = File;
        var sha256 = await SpaceFaults.RunAsync(() => Append(file, before, lines));
        _knowledge = null;
        knowledge.Apply(changes);
        var (approved, draft) = (KnowledgeHash.Usable(knowledge.All, false), KnowledgeHash.Usable(knowledge.All, true));
        await state.ReplaceAsync(before with
        {
            Length = before.Length + lines.Length,
            FileSha256 = sha256,
            Approved = KnowledgeHash.Of(approved),
            Draft = KnowledgeHash.Of(draft),
            Counts = [approved.Length, draft.Length - approved.Length, knowledge.All.Count(d => d.Kind == DescriptionKind.Category) - draft.Length],
        }, Conflict);
        _knowledge = knowledge;
        return Reference();
    }

    /// <inheritdoc/>
    public async Task<Description[]> GetDescriptionsAsync() => [.. (await KnowledgeAsync()).All];

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
    public async Task<CenterRow[]> GetRowsAsync(int? version = null)
    {
        var center = Require(version);
        return await SpaceFaults.RunAsync(() =>
        {
            using var file = SafetensorsFile.Open(folder.Blobs.Require(center.File));
            return CenterRows.Of(CenterFile.Read(file), center.Class);
        });
    }

    /// <inheritdoc/>
    public async Task<CenterVersion> RollbackAsync(int version)
    {
        var center = Require(version);
        if (state.State.Current != version)
            await state.ReplaceAsync(state.State with { Current = version }, Conflict);
        return center;
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

    /// <summary>Cuts off what an unrecorded write left, adds lines, and returns the hash of the whole.</summary>
    private static string Append(string file, ClassCenterState before, byte[] lines)
    {
        var known = AppendFile.Read(file, before.Length);
        AppendFile.Append(file, before.Length, lines);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(known);
        hash.AppendData(lines);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>
    /// A file that is longer than what is recorded has either the rest of a write that failed, or lines of another activation of this
    /// grain, as there can be for seconds while the membership changes. Those must not be cut off.
    /// </summary>
    private async Task RefreshIfBehindAsync()
    {
        if (!System.IO.File.Exists(File) || new FileInfo(File).Length <= state.State.Length)
            return;
        var length = state.State.Length;
        await state.ReadStateAsync();
        if (state.State.Length != length)
            _knowledge = null;
    }

    private async Task<ClassKnowledge> KnowledgeAsync()
    {
        // State may be touched in the grain's turns alone.
        var (file, stored) = (File, state.State);
        return _knowledge ??= await SpaceFaults.RunAsync(() => ClassKnowledge.Read(file, stored.Length, stored.FileSha256));
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
        Class, File, state.State.Length, state.State.Approved, state.State.Counts[0], state.State.Counts[1], state.State.Counts[2], state.State.Draft);

    private Description Checked(Description description)
    {
        if (description.Class != Class)
            throw new GridException($"A description of '{description.Class}' was given to the class '{Class}'.");
        var text = description.Text.Trim();
        if (text.Length is 0 or > Description.MaxTextLength)
            throw new GridException($"A description of '{Class}' has {text.Length:N0} characters, and 1 to {Description.MaxTextLength:N0} are allowed: '{(text.Length <= 40 ? text : text[..40] + "…")}'.");
        return text.Length == description.Text.Length ? description : description with { Text = text };
    }
}
