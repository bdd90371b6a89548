using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;

namespace UniBind.Grid.EndToEnd.Tests;

/// <summary>
/// The Redis server is killed under online traffic and comes back. Its absence at the start of a silo is a test of <see cref="ServeSiloTests"/>.
/// </summary>
public sealed class RedisLossTests
{
    private static readonly TimeSpan Absence = TimeSpan.FromSeconds(8);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Redis_KilledUnderTraffic_EmbeddingGoesOnAndAllIsReadyAgainByItself()
    {
        var texts = Enumerable.Range(0, 64).Select(i => $"the text number {i} of those that the callers send").ToArray();
        var expected = await BatchVectors.ComputeAsync(texts);
        await using var cluster = new ClusterOfSilos();
        var silos = await cluster.AddAsync("coordinator+gateway", "encoder.1", "encoder.2");
        foreach (var silo in silos)
            await cluster.WaitForReadinessAsync(silo, ready: true);
        await cluster.ConnectAsync(encoders: 2);
        await File.WriteAllLinesAsync(cluster.File("notes.jsonl"), texts.Select((text, i) => $$"""{"id":"{{i}}","modality":"text","text":"{{text}}"}"""), Ct);
        var (gateway, ids) = (silos[0], silos.Select(s => s.Id).ToArray());
        using var http = new HttpClient { BaseAddress = new Uri(gateway.Ready, "/"), Timeout = TimeSpan.FromSeconds(60) };
        await using var load = new VerifiedLoad(gateway.Ready, callers: 4, expected);
        await load.WaitForAnswersAsync(50);

        cluster.Redis.Stop();
        foreach (var silo in silos)
            Assert.Contains($"The Redis server at 127.0.0.1:{cluster.Redis.Port} does not answer", await cluster.WaitForReadinessAsync(silo, ready: false), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync(new Uri("health/live", UriKind.Relative), Ct)).StatusCode);
        var start = Stopwatch.GetTimestamp();
        // A job needs the state that Redis has: it is refused, in time.
        using (var refused = await http.PostAsJsonAsync("v1/jobs", new { id = "during", source = cluster.File("notes.jsonl"), output = cluster.File("during"), space = RealServer.Pack }, Ct))
        {
            var body = await refused.Content.ReadAsStringAsync(Ct);
            Assert.True(refused.StatusCode == HttpStatusCode.ServiceUnavailable && refused.Headers.RetryAfter is not null, $"{(int)refused.StatusCode} {body}");
        }
        var refusedAfter = Stopwatch.GetElapsedTime(start);
        if (Absence - Stopwatch.GetElapsedTime(start) is { } left && left > TimeSpan.Zero)
            await Task.Delay(left, Ct);
        var without = load.Answered;
        await load.WaitForAnswersAsync(50);

        cluster.Redis.StartAgain();
        start = Stopwatch.GetTimestamp();
        foreach (var silo in silos)
            await cluster.WaitForReadinessAsync(silo, ready: true);
        var back = Stopwatch.GetElapsedTime(start);
        await load.WaitForAnswersAsync(50);
        await load.StopAsync();

        Assert.True(load.Failures.Count == 0, $"{load}\n{cluster.Log()}");
        Assert.Equal(load.Sent, load.Answered);
        Assert.Equal(ids, silos.Select(s => s.Id));
        await RequireJobAsync(cluster, http, texts.Length);
        foreach (var silo in silos)
            Assert.Equal(0, await silo.StopAsync());
        TestContext.Current.SendDiagnosticMessage("{0} answered when Redis was gone; a job was refused after {1:0.0} s; all were ready {2:0.0} s after it was back. {3}", without, refusedAfter.TotalSeconds, back.TotalSeconds, load);
    }

    /// <summary>The same job again, under the id that was refused.</summary>
    private static async Task RequireJobAsync(ClusterOfSilos cluster, HttpClient http, int items)
    {
        using var taken = await http.PostAsJsonAsync("v1/jobs", new { id = "during", source = cluster.File("notes.jsonl"), output = cluster.File("during"), space = RealServer.Pack }, Ct);
        Assert.True(taken.StatusCode == HttpStatusCode.Accepted, await taken.Content.ReadAsStringAsync(Ct));
        var end = await cluster.FinishAsync("during");
        Assert.True(end.State == JobState.Done && end.Embedded == items, end.Message + cluster.Log());
    }
}
