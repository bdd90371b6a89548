using System.Diagnostics;

namespace UniBind.Grid.Bench.Serve;

/// <summary>What HTTP and the grid add to a bare Run at one caller. Bare Run and request take turns, so that both see the same load of the machine.</summary>
internal static class LatencyBench
{
    public static async Task RunAsync(BareText bare, EmbeddingsClient client, int requests)
    {
        var (alone, served) = (new List<double>(), new List<double>());
        for (var i = -200; i < requests; i++)
        {
            var text = Sentences.Get(i & 0xFFFF);
            var item = bare.Prepare(text);
            var start = Stopwatch.GetTimestamp();
            bare.Run(item);
            var first = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            start = Stopwatch.GetTimestamp();
            await client.AskAsync(text);
            if (i < 0)
                continue;
            alone.Add(first);
            served.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }
        var (a, b) = (new Percentiles(alone), new Percentiles(served));
        var added = new Percentiles(served.Zip(alone, (s, f) => s - f));
        Console.WriteLine($"bare Run  {a}");
        Console.WriteLine($"served    {b}");
        Console.WriteLine(FormattableString.Invariant($"added     p50 {b.P50 - a.P50:0.00} ms (target 1.5), p99 {b.P99 - a.P99:0.00} ms (target 5); pairwise {added}"));
    }
}
