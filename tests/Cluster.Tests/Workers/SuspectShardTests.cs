using UniBind.Grid.Corpora;
using UniBind.Grid.Grains;
using UniBind.Grid.Testing;

namespace UniBind.Grid.Cluster.Tests;

public sealed class SuspectShardTests(GridFixture fixture)
{
    [Fact]
    public async Task Resume_ShardsThatSilosDiedOver_DeadLetterTheItemAndKeepTheRowsOfTheOthers()
    {
        using var folder = new TempFolder();
        var spec = new JobSpec { Source = fixture.Corpus, Output = Path.Combine(folder.Path, "plain"), Space = "classic@0", Modalities = [Modality.Image] };
        // The 29 shards of the first job and a few of the second one.
        var held = new HeldShards(free: 29 + 5);
        await using var grid = await GridCluster.StartAsync(encoders: 1, options => options.ShardItems["image"] = 10, patience: TimeSpan.FromSeconds(3), silos: held.AddTo);
        await grid.Client.SubmitAsync("plain", spec);
        Assert.Equal(JobState.Done, (await grid.FinishAsync("plain")).State);
        var expected = (await OutputRows.ReadAsync(spec.Output)).ToDictionary(r => r.Id);

        var job = new JobFolder(Path.Combine(folder.Path, "out"));
        await grid.Client.SubmitAsync("crash", spec with { Output = job.Root });
        await foreach (var progress in grid.Client.WatchAsync("crash", TestContext.Current.CancellationToken))
        {
            if (progress.Embedded > 0)
                break;
        }
        await grid.KillAsync(grid.Silos[1]);
        Assert.Equal(JobState.Failed, (await grid.FinishAsync("crash")).State);
        held.Lose();

        // As if two silos had died over each open shard, and two more each time at its fourth item.
        var open = Enumerable.Range(0, 29).Select(i => $"00000-{i:D4}").Where(id => !File.Exists(job.Part(id))).ToArray();
        Assert.NotEmpty(open);
        foreach (var shard in open)
        {
            var markers = new AttemptMarkers(job, shard);
            foreach (var name in new[] { "try-1", "try-2", "suspect-d3.1", "suspect-d3.2" })
                await markers.TryCreateAsync(name, TestContext.Current.CancellationToken);
        }
        await grid.AddEncoderAsync();
        await grid.Client.ResumeAsync("crash");
        var end = await grid.FinishAsync("crash");

        Assert.True(end.State == JobState.Done, end.Message);
        Assert.Equal((290 - open.Length, open.Length), (end.Embedded, end.DeadLettered));
        var errors = File.ReadAllLines(job.Errors);
        Assert.Equal(open.Length, errors.Length);
        Assert.All(errors, line => Assert.Contains("\"code\":\"crash\"", line, StringComparison.Ordinal));
        foreach (var row in await OutputRows.ReadAsync(job.Root))
            Assert.InRange(row.Embedding.Zip(expected[row.Id].Embedding, (a, b) => MathF.Abs(a - b)).Max(), 0, 1e-6f);
        Assert.False(Directory.Exists(job.Attempts));
    }
}
