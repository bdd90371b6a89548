namespace UniBind.Grid.EndToEnd.Tests;

/// <summary>A cluster whose silos are replaced one after the other, as a new version is rolled out, with callers and a job that do not notice.</summary>
public sealed class RollingRestartTests(ClusterCorpus corpus) : IClassFixture<ClusterCorpus>
{
    private const int Notes = 80_000;

    [Fact]
    public async Task Silos_RestartedOneAfterTheOther_FailNoRequestAndLoseNoItem()
    {
        var texts = Enumerable.Range(0, 128).Select(i => $"the text number {i} of those that the callers send").ToArray();
        var expected = await BatchVectors.ComputeAsync(texts);
        await using var cluster = new ClusterOfSilos { Drain = TimeSpan.FromSeconds(2) };
        var silos = await cluster.AddAsync("coordinator.1", "coordinator.2", "encoder.1", "encoder.2", "gateway.1", "gateway.2");
        await cluster.ConnectAsync(encoders: 2);
        await using var load = new OnlineLoad(callers: 4, "classic@0", expected);
        foreach (var gateway in silos[4..])
        {
            await cluster.WaitForReadinessAsync(gateway, ready: true);
            load.Add(gateway.Ready);
        }
        var output = cluster.File("out");
        await cluster.Client.SubmitAsync("rolled", corpus.Job(output));
        await cluster.WaitForPartsAsync(output);
        // A long one besides, so that a job is at work when its watcher loses the stream with the first gateway, which goes first.
        await WriteNotesAsync(cluster.File("notes.jsonl"));
        await cluster.Client.SubmitAsync("watched", new JobSpec { Source = cluster.File("notes.jsonl"), Output = cluster.File("watched"), Space = "classic@0", Priority = JobPriority.Low });
        await using var watcher = new JobWatcher("watched", () => load.FindReady(silos[4].Ready));

        foreach (var old in (SiloProcess[])[silos[4], .. silos[..4], silos[5]])
        {
            // The new one is ready before the old one goes, as a Deployment with maxUnavailable 0 does it.
            var role = old.Name.Split('.')[0];
            var next = (await cluster.AddAsync($"{role}.{old.Name}-next"))[0];
            await cluster.WaitForReadinessAsync(next, ready: true);
            if (role == Role.Gateway)
                load.Add(next.Ready);
            Assert.Equal(0, await old.StopAsync());
        }
        var end = await cluster.FinishAsync("rolled");
        await cluster.FinishAsync("watched");
        var seen = await watcher.End.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        var answered = load.Answered;
        await Task.Delay(TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken);

        Assert.True(load.Failures.Count == 0, $"{load.Failures.Count} of {answered} requests failed, the first: {load.Failures.FirstOrDefault()}\n{cluster.Log()}");
        Assert.True(load.Answered > answered, "the last silos answer nobody");
        Assert.True(end.State == JobState.Done, end.Message + cluster.Log());
        Assert.Equal("done", seen);
        Assert.True(watcher.Streams > 1, "the watcher's gateway was replaced after the job's end: make the corpus larger");
        Assert.Equal(Notes, (await cluster.Client.GetJobAsync("watched")).Embedded);
        await corpus.CheckAsync(output);
        TestContext.Current.SendDiagnosticMessage("Six silos were replaced; {0} requests were answered and none failed; the watcher opened {1} streams.", answered, watcher.Streams);
    }

    private static Task WriteNotesAsync(string path) =>
        File.WriteAllLinesAsync(path, Enumerable.Range(0, Notes).Select(i => $$"""{"id":"{{i}}","modality":"text","text":"The note number {{i}} of many."}"""), TestContext.Current.CancellationToken);
}
