using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using UniBind.Grid.Corpora;
using UniBind.Grid.Encoding;
using UniBind.Grid.Media;

namespace UniBind.Grid.Cli;

/// <summary><c>embed --dry-run</c>: counts the corpus, measures a few items of each modality, and estimates. Needs no grid and writes nothing.</summary>
internal static class DryRun
{
    public static async Task<int> RunAsync(JobSpec spec, GridSettings settings, bool json, CancellationToken cancellationToken)
    {
        var source = CorpusSources.Open(spec.Source, new CorpusSourceOptions { IgnoreManifest = spec.IgnoreManifest });
        var count = await CorpusCount.OfAsync(source, spec, cancellationToken);
        var options = new EncoderHostOptions();
        EmbeddedGrids.Apply(options, settings);
        await using var host = new EncoderHost(EncoderPack.Load(settings.Packs[0]), options, NullLoggerFactory.Instance);
        var modalities = new List<ModalityEstimate>();
        foreach (var (modality, entry) in count.Entries)
            modalities.Add(await EstimateAsync(source, host, modality, entry, KeepsRaw(spec), cancellationToken));
        var estimate = new Estimate
        {
            Modalities = modalities,
            Items = count.Entries.Values.Sum(e => e.Items) + count.Problems + count.Filtered,
            Bytes = count.Entries.Values.Sum(e => e.Bytes),
            Problems = count.Problems,
            Filtered = count.Filtered,
            Seconds = modalities.Sum(m => m.Seconds ?? 0),
            OutputBytes = modalities.Sum(m => m.OutputBytes),
            FreeBytes = DiskSpace.Available(spec.Output),
        };
        if (json)
            Json.Print(estimate);
        else
            estimate.Print(Console.Out);
        if (estimate.Fits)
            return ExitCode.Done;
        Console.Error.WriteLine($"unibind: the output needs about {ProgressText.Bytes(estimate.OutputBytes)} and only {ProgressText.Bytes(estimate.FreeBytes)} are free at '{spec.Output}'; choose another folder or --limit the job.");
        return ExitCode.Failed;
    }

    /// <summary>A published space keeps the raw embeddings beside the embeddings, which are about as long.</summary>
    private static bool KeepsRaw(JobSpec spec) => !spec.Space.EndsWith("@0", StringComparison.Ordinal) && !spec.NoRaw;

    private static async Task<ModalityEstimate> EstimateAsync(
        ICorpusSource source, EncoderHost host, Modality modality, CorpusCount.Entry entry, bool keepsRaw, CancellationToken cancellationToken)
    {
        if (!host.Modalities.Contains(modality))
            return new(modality.Name(), entry.Items, entry.Bytes, null, 0, $"the pack '{host.Pack.Name}' has no encoder for it; its items will be dead letters");
        var encoder = await host.GetAsync(modality, cancellationToken);
        var output = entry.Items * DiskSpace.BytesPerRow(encoder.Dimension, keepsRaw ? encoder.Dimension : 0);
        var (prepared, decode) = Decode(source, encoder.Profile, entry.Samples, cancellationToken);
        if (prepared.Count == 0)
            return new(modality.Name(), entry.Items, entry.Bytes, null, output, "none of the items that were tried could be decoded");
        await encoder.EncodeBatchAsync(prepared, cancellationToken);
        var start = Stopwatch.GetTimestamp();
        await encoder.EncodeBatchAsync(prepared, cancellationToken);
        // The encoder keeps its threads busy, decoding one each; together they share the processors.
        var run = Stopwatch.GetElapsedTime(start).TotalSeconds / prepared.Count;
        var perItem = run + decode / Environment.ProcessorCount;
        return new(modality.Name(), entry.Items, entry.Bytes, entry.Items * perItem, output, null);
    }

    private static (List<PreparedItem> Prepared, double SecondsPerItem) Decode(
        ICorpusSource source, IPreprocessingProfile profile, IReadOnlyList<(CorpusItem Item, MediaFormat Format)> samples, CancellationToken cancellationToken)
    {
        var prepared = new List<PreparedItem>();
        var times = new List<double>();
        foreach (var (item, format) in samples)
        {
            try
            {
                using var content = source.Open(item);
                var start = Stopwatch.GetTimestamp();
                prepared.Add(profile.Prepare(content, format, cancellationToken));
                times.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
            }
            catch (ItemException)
            {
                // A dead letter of the job to come; it tells nothing about the time of the others.
            }
        }
        // The first item pays for the just-in-time compiler and is left out, unless it is the only one.
        return (prepared, times.Skip(times.Count > 1 ? 1 : 0).DefaultIfEmpty().Average());
    }
}
