using UniBind.Grid.Corpora;
using UniBind.Grid.Encoding;

namespace UniBind.Grid.Bench;

/// <summary>One modality: finds the bare loop's best layout, then runs bare and grid in turns.</summary>
internal sealed class Comparison(PackEncoder encoder, ICorpusSource source, IReadOnlyList<CorpusItem> items, GridRun grid, string corpus, string root)
{
    // Enough batches in a trial that the first Run of a layout does not decide.
    private const int TrialBatches = 12;
    private int _runs;

    public async Task<string> RunAsync(int rounds)
    {
        var bare = new BareLoop(encoder, source, items);
        bare.Run(new BareLayout(2, 1, 1, 8), Output(), 16);
        var best = BareLayout.For(Environment.ProcessorCount, encoder.Manifest.Batch.MaxRows)
            .Select(layout => (Layout: layout, Rate: Rate(bare, layout)))
            .MaxBy(t => t.Rate).Layout;
        await grid.RunAsync(corpus, Output(), encoder.Modality);

        var bareSeconds = new List<double>();
        var gridSeconds = new List<double>();
        var bottleneck = "";
        for (var round = 0; round < rounds; round++)
        {
            bareSeconds.Add(bare.Run(best, Output(), int.MaxValue).TotalSeconds);
            (var seconds, bottleneck) = await grid.RunAsync(corpus, Output(), encoder.Modality);
            gridSeconds.Add(seconds);
        }
        var ratios = bareSeconds.Zip(gridSeconds, (b, g) => b / g).Order().ToArray();
        var (bareMedian, gridMedian) = (Median(bareSeconds), Median(gridSeconds));
        return FormattableString.Invariant(
            $"| {encoder.Modality.Name()} | {items.Count} | {items.Count / bareMedian:N0} | {best} | {1e3 * bareMedian / items.Count:0.00} | {items.Count / gridMedian:N0} | {Median(ratios):0.00} ({ratios[0]:0.00}-{ratios[^1]:0.00}) | {1e6 * (gridMedian - bareMedian) / items.Count:0} | {bottleneck} |");
    }

    private double Rate(BareLoop bare, BareLayout layout)
    {
        var trial = Math.Min(items.Count, Math.Max(32, TrialBatches * encoder.Manifest.Batch.MaxRows));
        return trial / Math.Min(bare.Run(layout, Output(), trial).TotalSeconds, bare.Run(layout, Output(), trial).TotalSeconds);
    }

    private string Output() => Path.Combine(root, $"out-{encoder.Modality.Name()}-{_runs++}");

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[sorted.Length / 2 - 1] + sorted[sorted.Length / 2]) / 2;
    }
}
