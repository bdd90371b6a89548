using System.Net;

namespace UniBind.Grid.Bench.Serve;

/// <summary>Many requests of which some are malformed: every one is answered, every vector is the right one, every malformed one gets a 4xx.</summary>
internal static class MixedBench
{
    private const float Tolerance = 1e-6f;
    private static readonly byte[][] Malformed =
    [
        [], "{"u8.ToArray(), "[]"u8.ToArray(), "null"u8.ToArray(), "{\"input\":"u8.ToArray(), [0xFF, 0xFE, 0x00], """{"model":"lab"}"""u8.ToArray(),
        """{"model":"lab","input":""}"""u8.ToArray(), """{"model":"lab","input":[1,2,3]}"""u8.ToArray(), """{"model":"lab","input":{"a":1}}"""u8.ToArray(),
        """{"model":"nobody-has-it","input":"x"}"""u8.ToArray(), """{"model":"lab","input":"x","dimensions":0}"""u8.ToArray(),
        """{"model":"lab","input":"x","encoding_format":"hex"}"""u8.ToArray(), """{"model":"lab","input":[]}"""u8.ToArray(),
        """{"model":"lab","input":[{"type":"image_url","image_url":{"url":"data:image/png;base64,@@@@"}}]}"""u8.ToArray(),
    ];

    public static async Task<bool> RunAsync(BareText bare, EmbeddingsClient client, int requests)
    {
        var expected = Enumerable.Range(0, 500).Select(i => bare.Run(bare.Prepare(Sentences.Get(i)))).ToArray();
        var (right, wrong, refused, notRefused, lost, worst) = (0, 0, 0, 0, 0, 0f);
        var gate = new Lock();
        await Parallel.ForAsync(0, requests, new ParallelOptions { MaxDegreeOfParallelism = 32 }, async (i, _) =>
        {
            try
            {
                if (i % 20 == 0)
                {
                    var (status, _) = await client.SendAsync(Malformed[i / 20 % Malformed.Length]);
                    Interlocked.Increment(ref (int)status is >= 400 and < 500 ? ref refused : ref notRefused);
                    return;
                }
                var at = i % expected.Length;
                var (answer, body) = await client.AskAsync(Sentences.Get(at));
                if (answer != HttpStatusCode.OK)
                {
                    Interlocked.Increment(ref lost);
                    return;
                }
                var delta = EmbeddingsClient.Vectors(body)[0].Zip(expected[at], (a, b) => MathF.Abs(a - b)).Max();
                lock (gate)
                    worst = MathF.Max(worst, delta);
                Interlocked.Increment(ref delta <= Tolerance ? ref right : ref wrong);
            }
            catch (HttpRequestException)
            {
                Interlocked.Increment(ref lost);
            }
        });
        Console.WriteLine(FormattableString.Invariant(
            $"{requests} requests: {right} right, {wrong} wrong (worst difference {worst:0.0e0}), {lost} without an answer; malformed: {refused} refused, {notRefused} not"));
        return wrong + lost + notRefused == 0;
    }
}
