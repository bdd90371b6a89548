using System.Security.Cryptography;
using UniBind.Grid.Corpora;
using UniBind.Grid.Testing;

namespace UniBind.Grid.Cluster.Tests;

/// <summary>What clip-retrieval does not do, by the numbers of its issues (github.com/rom1504/clip-retrieval).</summary>
public sealed class ClipRetrievalTests(GridFixture fixture)
{
    /// <summary>257: "hangs forever after truncated file".</summary>
    [Fact]
    public async Task ClipRetrieval_257_TruncatedPictures_AreDeadLetteredAndTheJobEnds()
    {
        using var folder = new TempFolder();
        var corpus = Path.Combine(folder.Path, "corpus");
        Directory.CreateDirectory(corpus);
        var pictures = Directory.EnumerateFiles(fixture.Corpus, "*.png", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Take(20).ToArray();
        for (var i = 0; i < pictures.Length; i++)
        {
            var bytes = File.ReadAllBytes(pictures[i]);
            File.WriteAllBytes(Path.Combine(corpus, $"whole{i}.png"), bytes);
            File.WriteAllBytes(Path.Combine(corpus, $"torn{i}.png"), bytes[..(bytes.Length * (i + 1) / 22)]); // cut everywhere, once in each picture
        }
        var spec = new JobSpec { Source = corpus, Output = Path.Combine(folder.Path, "out"), Space = "classic@0" };
        await fixture.Grid.Client.SubmitAsync("torn", spec);
        var end = await fixture.Grid.FinishAsync("torn").WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        Assert.True(end.State == JobState.Done, end.Message);
        var ids = (await OutputRows.ReadAsync(spec.Output)).Select(r => r.Id).ToHashSet();
        Assert.Superset(Enumerable.Range(0, 20).Select(i => $"whole{i}.png").ToHashSet(), ids);
        Assert.Equal(40, end.Embedded + end.DeadLettered);
        Assert.InRange(end.DeadLettered, 15, 20);
    }

    /// <summary>368: no resume: after a crash everything is computed again.</summary>
    [Fact]
    public async Task ClipRetrieval_368_ResumeAfterACrash_ComputesNothingThatIsCommitted()
    {
        await using var grid = await GridCluster.StartAsync(encoders: 1, options => options.ShardItems["image"] = 10, patience: TimeSpan.FromSeconds(3));
        using var folder = new TempFolder();
        var job = new JobFolder(Path.Combine(folder.Path, "out"));
        await grid.Client.SubmitAsync("crash", new JobSpec { Source = fixture.Corpus, Output = job.Root, Space = "classic@0", Modalities = [Modality.Image] });
        await foreach (var progress in grid.Client.WatchAsync("crash", TestContext.Current.CancellationToken))
        {
            if (progress.Embedded > 0)
                break;
        }
        await grid.KillAsync(grid.Silos[1]);
        Assert.Equal(JobState.Failed, (await grid.FinishAsync("crash")).State);
        var before = Parts(job);
        Assert.InRange(before.Count, 1, 28);

        await grid.AddEncoderAsync();
        await grid.Client.ResumeAsync("crash");
        var end = await grid.FinishAsync("crash");
        Assert.True(end.State == JobState.Done, end.Message);
        Assert.Equal(290, end.Embedded);
        var after = Parts(job);
        Assert.Equal(29, after.Count);
        Assert.All(before, part => Assert.Equal(part.Value, after[part.Key]));
    }

    private static Dictionary<string, (DateTime, string)> Parts(JobFolder job) => Directory.GetFiles(job.Root, "part-*.parquet")
        .ToDictionary(p => Path.GetFileName(p), p => (File.GetLastWriteTimeUtc(p), Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(p)))));
}
