namespace UniBind.Grid.Grains;

/// <summary>What the grid's silos say of a pack: what centers and heads must fit.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Sha256">Its content address.</param>
/// <param name="Aligned">Whether its modalities share one space already.</param>
/// <param name="Encoders">Its encoders by modality.</param>
internal sealed record PackFacts(string Name, string Sha256, bool Aligned, IReadOnlyDictionary<Modality, EncoderInfo> Encoders)
{
    /// <summary>The text encoder: it anchors the space.</summary>
    public EncoderInfo Text => Encoders[Modality.Text];

    /// <summary>Asks the encoder silos for a pack.</summary>
    /// <exception cref="GridException">No encoder silo has it, or it has no text encoder.</exception>
    public static async Task<PackFacts> RequireAsync(EncoderSilos silos, string pack)
    {
        var workers = (await Task.WhenAll((await silos.ListAsync()).Select(silos.TryDescribeAsync))).OfType<WorkerInfo>().ToArray();
        var all = workers.SelectMany(w => w.Encoders).ToArray();
        var sha256 = all.FirstOrDefault(e => e.Pack == pack)?.PackSha256
            ?? throw new GridException(workers.FirstOrDefault(w => w.NotReady is not null) is { } broken
                ? $"The encoder silo '{broken.Name}' is not ready: {broken.NotReady}"
                : $"No encoder silo has the pack '{pack}'; give it to the grid with --pack, or start a silo that has it.");
        var encoders = all.Where(e => e.PackSha256 == sha256).DistinctBy(e => e.Modality).ToDictionary(e => e.Modality);
        return encoders.ContainsKey(Modality.Text)
            ? new PackFacts(pack, sha256, encoders.Values.First().Aligned, encoders)
            : throw new GridException($"The pack '{pack}' has no text encoder, which centers are made with; give one that has.");
    }
}
