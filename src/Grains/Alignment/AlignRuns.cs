using System.Text.Json;

namespace UniBind.Grid.Grains;

/// <summary>Turns a request into what the workers need: targets become blobs, names become hashes.</summary>
/// <remarks>Used from one grain's turns; files are handled off them.</remarks>
internal sealed class AlignRuns(string space, Modality modality, IGrainFactory grains, EncoderSilos silos, SpaceFolder folder)
{
    /// <summary>The encoders of the grid, as far as its silos answer.</summary>
    public IReadOnlyList<EncoderInfo> Encoders { get; private set; } = [];

    /// <summary>Makes the training's common part.</summary>
    /// <exception cref="GridException">Targets or pack are missing, or do not fit together.</exception>
    public async Task<AlignRun> CreateAsync(AlignRequest request, CancellationToken cancellationToken)
    {
        var workers = await Task.WhenAll((await silos.ListAsync()).Select(silos.TryDescribeAsync));
        Encoders = [.. workers.OfType<WorkerInfo>().SelectMany(w => w.Encoders)];
        var targets = await new AlignCenters(space, grains, folder).FindAsync(request.SpaceVersion, cancellationToken);
        if (targets is null && request.Target == AlignTargets.Centers && request.Method != AlignMethods.Labels)
            throw new GridException($"The space '{space}' has no class centers to train towards; build them with 'unibind centers build {space}', or train towards captions.");
        var pack = FindPack(targets, request);
        return new AlignRun
        {
            Space = space,
            Modality = modality,
            Method = request.Method,
            Target = request.Target,
            Options = request.Options,
            Centers = targets?.File,
            Calibrated = targets?.Calibrated ?? [],
            Pack = pack.Pack,
            PackSha256 = pack.PackSha256,
            TextEncoder = pack.Sha256,
            Captions = request.Target == AlignTargets.Captions ? await CaptionsAsync(cancellationToken) : null,
            Labels = request.Method == AlignMethods.Labels ? await PutJsonAsync(request.Labels, cancellationToken) : null,
            Sources = await Task.WhenAll(request.Sources.Distinct(StringComparer.Ordinal).Select(s => AlignSources.FolderOfAsync(s, grains))),
        };
    }

    /// <summary>The text encoder of the centers' pack; without centers that of the pack that the request names.</summary>
    private EncoderInfo FindPack(AlignCenters.Found? targets, AlignRequest request)
    {
        if ((targets?.Pack ?? request.Pack) is not { Length: > 0 } name)
            throw new GridException($"The space '{space}' has no centers that would name its pack; name one with --pack.");
        var text = Encoders.FirstOrDefault(e => e.Pack == name && e.Modality == Modality.Text)
            ?? throw new GridException(Encoders.Any(e => e.Pack == name)
                ? $"The pack '{name}' has no text encoder, which the space needs."
                : $"No encoder silo has the pack '{name}' of the space '{space}'; there are {string.Join(", ", Encoders.Select(e => $"'{e.Pack}'").Distinct())}.");
        if (targets is not null && text.PackSha256 != targets.PackSha256)
            throw new GridException($"The grid's pack '{name}' ({text.PackSha256[..12]}) is another one than that of the centers of '{space}' ({targets.PackSha256[..12]}); build the centers again, or start the grid with the pack they were built with.");
        return text;
    }

    /// <summary>The approved descriptions of items, by item: one blob, whatever their number.</summary>
    private async Task<string?> CaptionsAsync(CancellationToken cancellationToken)
    {
        var info = await grains.GetGrain<ISpaceGrain>(space).GetAsync();
        string[] keys = [.. info.Classes.Select(c => SpaceKey.ForClass(space, c)), .. info.Captions ? SpaceKey.AllCaptions(space) : []];
        var known = await keys.SelectAsync(key => ApprovedCaptionsAsync(key, cancellationToken), cancellationToken);
        var captions = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var description in known.SelectMany(d => d))
            captions.TryAdd(description.Item!, description.Text);
        return captions.Count == 0 ? null : await PutJsonAsync(captions, cancellationToken);
    }

    private async Task<List<Description>> ApprovedCaptionsAsync(string key, CancellationToken cancellationToken)
    {
        var found = new List<Description>();
        await foreach (var description in grains.GetGrain<IClassCenterGrain>(key).ReadDescriptionsAsync(cancellationToken))
            if (description is { Kind: DescriptionKind.Sample, State: DescriptionState.Approved, Item.Length: > 0 })
                found.Add(description);
        return found;
    }

    private Task<string> PutJsonAsync<T>(T content, CancellationToken cancellationToken) =>
        SpaceFaults.RunAsync(() => folder.Blobs.PutAsync((stream, ct) => JsonSerializer.SerializeAsync(stream, content, cancellationToken: ct), cancellationToken), cancellationToken);
}
