using System.Diagnostics;
using System.Net;

namespace UniBind.Grid.Bench.Serve;

/// <summary>Callers that each ask again as soon as they are answered.</summary>
internal static class Load
{
    /// <summary>Runs so many callers for a time.</summary>
    /// <param name="client">What they ask.</param>
    /// <param name="callers">Their number.</param>
    /// <param name="texts">The texts of a request.</param>
    /// <param name="duration">How long.</param>
    /// <returns>Texts per second, and what requests took.</returns>
    public static async Task<(double Rate, Percentiles Latency)> RunAsync(EmbeddingsClient client, int callers, int texts, TimeSpan duration)
    {
        var next = 0;
        var start = Stopwatch.GetTimestamp();
        var all = await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Task.Run(async () =>
        {
            var took = new List<double>();
            while (Stopwatch.GetElapsedTime(start) < duration)
            {
                var at = Interlocked.Add(ref next, texts);
                var begun = Stopwatch.GetTimestamp();
                var (status, _) = await client.AskAsync([.. Enumerable.Range(at, texts).Select(Sentences.Get)]);
                if (status != HttpStatusCode.OK)
                    throw new InvalidOperationException($"A request was answered with {status}.");
                took.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
            }
            return took;
        })));
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        var latency = new Percentiles(all.SelectMany(t => t));
        return (latency.Count * texts / seconds, latency);
    }
}
