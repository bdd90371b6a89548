using UniBind.Grid.Alignment;
using UniBind.Grid.Corpora;

namespace UniBind.Grid.Grains;

/// <summary>
/// Reads the labelled embeddings that a rule selects descriptions by, from a finished output that lies in the space of the centers. Items of
/// the test split are never among them; of the others each that a rule used is named in the center's version, and left out of every evaluation.
/// </summary>
/// <remarks>Thread-safe; a singleton of the encoder silo. The last output that was read stays in memory for the next chunks of its build.</remarks>
public sealed class CalibrationItems(IGrainFactory grains)
{
    /// <summary>The most items; an output with more is refused.</summary>
    public const int MaxItems = 100_000;

    private readonly Lock _lock = new();
    private (string Key, Task<LabelledEmbeddings> Items)? _last;

    /// <summary>The items of the chunk's calibration output; null where the request names none.</summary>
    /// <param name="chunk">What is built.</param>
    /// <param name="aligned">Whether the pack's modalities share one space.</param>
    /// <param name="dimension">The dimension of the space.</param>
    /// <param name="cancellationToken">Ends the waiting; another chunk may wait for the same output.</param>
    /// <exception cref="GridException">The output is of another pack or space, or has no item to go by.</exception>
    /// <exception cref="CorpusException">It is no finished output, or damaged.</exception>
    internal async Task<LabelledEmbeddings?> FindAsync(CenterChunk chunk, bool aligned, int dimension, CancellationToken cancellationToken)
    {
        if (chunk.Request.Calibration is not { } folder)
            return null;

        // An output that was written anew has a new mark of completion.
        var mark = await Task.Run(() => new JobFolder(folder).Store.HeadAsync(JobKeys.Success, cancellationToken), cancellationToken);
        return await Items(string.Join('\n', folder, mark?.Version, chunk.Space, chunk.PackSha256), chunk, folder, aligned, dimension).WaitAsync(cancellationToken);
    }

    private Task<LabelledEmbeddings> Items(string key, CenterChunk chunk, string folder, bool aligned, int dimension)
    {
        lock (_lock)
        {
            if (_last is not { } last || last.Key != key || last.Items.IsFaulted)
                _last = (key, Task.Run(() => ReadAsync(chunk, folder, aligned, dimension), CancellationToken.None));
            return _last.Value.Items;
        }
    }

    private async Task<LabelledEmbeddings> ReadAsync(CenterChunk chunk, string folder, bool aligned, int dimension)
    {
        var job = await FinishedJob.ReadAsync(new JobFolder(folder));
        if (job.Pack != chunk.PackSha256)
            throw new GridException($"The output '{folder}' was embedded with another pack than '{chunk.Request.Pack}'; embed the items to calibrate on with it.");
        var published = job.Space.StartsWith(chunk.Space + "@", StringComparison.Ordinal);
        if (!published && !job.Space.EndsWith("@0", StringComparison.Ordinal))
            throw new GridException($"The output '{folder}' is of '{job.Space}' and not of '{chunk.Space}'; name one of '{chunk.Space}'.");
        var classes = (await grains.GetGrain<ISpaceGrain>(chunk.Space).GetAsync()).Classes.ToHashSet(StringComparer.Ordinal);
        var split = new TrainingSplit(holdOut: 0, seed: 0);
        var (vectors, labels, ids) = (new List<float[]>(), new List<string>(), new List<string>());
        var seen = new HashSet<(string, Modality)>();
        await foreach (var row in PartReader.ReadAsync(folder))
        {
            // Without a version, only what needs no head lies in the space.
            if (!(published || aligned || row.Modality == Modality.Text)
                || split.UseOf(row.Split, row.Group, row.Id) == ItemUse.None
                || row.Labels.FirstOrDefault(classes.Contains) is not { } label
                || !seen.Add((row.Id, row.Modality)))
                continue;
            if (row.Embedding.Length != dimension)
                throw new GridException($"The output '{folder}' has embeddings of {row.Embedding.Length} dimensions and the text encoder of '{chunk.Request.Pack}' gives {dimension}; embed the items into a version of '{chunk.Space}'.");
            if (vectors.Count == MaxItems)
                throw new GridException($"The output '{folder}' has more than {MaxItems:N0} labelled items outside of the test split; name a smaller one to calibrate on.");
            vectors.Add(row.Embedding);
            labels.Add(label);
            ids.Add(row.Id);
        }
        if (vectors.Count == 0)
            throw new GridException($"The output '{folder}' has no item outside of the test split that lies in '{chunk.Space}' and has a label of its classes; name another output.");
        return new LabelledEmbeddings(EmbeddingMatrix.From(vectors, dimension), labels, ids);
    }
}
