namespace UniBind.Grid.Bench.Serve;

/// <summary>The grid against the plain Node server on the same box; rounds take turns, and so does who goes first.</summary>
internal static class PeerBench
{
    public static async Task RunAsync(EmbeddingsClient grid, EmbeddingsClient node, int rounds, TimeSpan duration)
    {
        foreach (var callers in new[] { 1, 8, 64 })
        {
            await Load.RunAsync(grid, callers, 1, duration / 2);
            await Load.RunAsync(node, callers, 1, duration / 2);
            var (ratios, ours, theirs) = (new List<double>(), new List<double>(), new List<double>());
            var (slow, slower) = (new List<double>(), new List<double>());
            for (var round = 0; round < rounds; round++)
            {
                var first = await Load.RunAsync(round % 2 == 0 ? grid : node, callers, 1, duration);
                var second = await Load.RunAsync(round % 2 == 0 ? node : grid, callers, 1, duration);
                var (g, n) = round % 2 == 0 ? (first, second) : (second, first);
                ratios.Add(g.Rate / n.Rate);
                ours.Add(g.Rate);
                theirs.Add(n.Rate);
                slow.Add(g.Latency.P99);
                slower.Add(n.Latency.P99);
            }
            Console.WriteLine(FormattableString.Invariant(
                $"{callers,2} callers: grid {Percentiles.Median(ours):0} texts/s (p99 {Percentiles.Median(slow):0.0} ms), node {Percentiles.Median(theirs):0} texts/s (p99 {Percentiles.Median(slower):0.0} ms), ratio median {Percentiles.Median(ratios):0.00} ({ratios.Min():0.00} to {ratios.Max():0.00}) of {rounds} rounds"));
        }
    }
}
