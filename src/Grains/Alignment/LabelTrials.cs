using System.Text.Json;
using UniBind.Grid.Alignment;
using UniBind.Grid.Encoding;

namespace UniBind.Grid.Grains;

/// <summary>Makes label heads, which need no training: the names of the encoder's classes go through the text encoder. Sources, where there are any, only measure the head.</summary>
/// <remarks>Thread-safe; a singleton of the encoder silo.</remarks>
public sealed class LabelTrials(TrialData data, SpaceFolder folder, PackCatalog packs, PooledTextEmbedder texts)
{
    internal async Task<TrialOutcome> RunAsync(AlignTrial trial, AlignTargetsOnDisk targets, CancellationToken cancellationToken)
    {
        var lines = JsonSerializer.Deserialize<string[]>(await File.ReadAllBytesAsync(folder.Blobs.Require(trial.Run.Labels!), cancellationToken))!;
        await RequireScoresAsync(trial, lines.Length);
        var names = lines.SelectMany(line => LabelHead.NamesOf(line, whole: true)).Distinct(StringComparer.Ordinal).ToArray();
        var vectors = await texts.EmbedAsync(await packs.RequireTextEncoderAsync(trial.Run, cancellationToken), names, cancellationToken);
        var embeddings = names.Select((name, i) => (name, Vector: vectors.Row(i).ToArray())).ToDictionary(n => n.name, n => n.Vector, StringComparer.Ordinal);
        if (targets.Centers is { } centers && centers.Dimension != vectors.Columns)
            throw new AlignmentException($"The text encoder of '{trial.Run.Pack}' gives {vectors.Columns} values and the centers of '{trial.Run.Space}' have {centers.Dimension}; build the centers with the same pack.");
        var relevance = targets.Centers is { } classes ? new LabelRelevance(classes, ScoreRules.Of(trial)) : null;
        var head = LabelHead.Create(trial.Run.Modality, lines, embeddings, Math.Min(trial.Run.Options.Top, lines.Length), relevance, whole: true);
        if (trial.Groups.Length == 0)
            return new TrialOutcome(head, []);
        var (_, heldOut) = await data.LoadAsync(trial, targets, train: false, cancellationToken);
        var measured = TrialMetrics.Measure(head, heldOut, targets.Centers, trial, cancellationToken);
        var metrics = TrialMetrics.Of(trial, heldOut, targets.Centers, measured, cancellationToken);
        metrics["items.train"] = 0;
        return new TrialOutcome(TrialMetrics.Complete(trial, head, metrics, heldOut, targets.Centers), measured is null ? [] : [measured]);
    }

    private async Task RequireScoresAsync(AlignTrial trial, int lines)
    {
        var run = trial.Run;
        var host = await packs.GetAsync(run.Pack);
        if (!host.Pack.Encoders.TryGetValue(run.Modality, out var encoder))
            throw new GridException($"The pack '{run.Pack}' has no encoder of {run.Modality.Name()}.");
        if (encoder.Manifest.Output.Kind == OutputKind.Embedding)
            throw new GridException($"The encoder of {run.Modality.Name()} in '{run.Pack}' gives features and not class scores, so that labels mean nothing to it; declare an output of the kind \"probabilities\" or \"logits\" in pack.json, or train a head by another method.");
        if (encoder.Dimension != lines)
            throw new GridException($"The labels of {run.Modality.Name()} have {lines:N0} lines, and its encoder in '{run.Pack}' gives {encoder.Dimension:N0} class scores; give a line for each.");
        if (trial.Encoder != encoder.Sha256)
            throw new GridException($"The outputs of {run.Modality.Name()} come from another encoder than that of '{run.Pack}'; embed the corpus with this pack first.");
    }
}
