namespace UniBind.Grid.Bench.Serve;

/// <summary>Texts per second at saturation, against the best bare layout of batches on the same machine; rounds take turns.</summary>
internal static class SaturationBench
{
    public static async Task RunAsync(BareText bare, EmbeddingsClient client, ServerProcess server, int rounds, TimeSpan duration)
    {
        var items = Enumerable.Range(0, 2_000).Select(i => bare.Prepare(Sentences.Get(i))).ToList();
        await Load.RunAsync(client, 16, 16, duration / 2);
        var (ratios, costs) = (new List<double>(), new List<double>());
        for (var round = 1; round <= rounds; round++)
        {
            var (limit, bareCost, layout) = bare.Limit(items, duration / 3);
            var (before, metrics) = (server.ProcessorTime, await Scrape.ReadAsync(server.Url));
            var (rate, latency) = await Load.RunAsync(client, 16, 16, duration);
            var cost = (server.ProcessorTime - before).TotalMilliseconds / (latency.Count * 16) / bareCost;
            Console.WriteLine("  " + (await Scrape.ReadAsync(server.Url)).Since(metrics));
            ratios.Add(rate / limit);
            costs.Add(cost);
            Console.WriteLine(FormattableString.Invariant($"round {round}: limit {limit:0} texts/s ({layout}), served {rate:0} texts/s, ratio {rate / limit:0.00}, processor time a text {cost:0.00} of bare; {latency}"));
        }
        Console.WriteLine(FormattableString.Invariant($"ratio to the raw batched limit: median {Percentiles.Median(ratios):0.00} ({ratios.Min():0.00} to {ratios.Max():0.00}; target 0.90); processor time a text of the server, of bare: median {Percentiles.Median(costs):0.00}"));
    }
}
