namespace UniBind.Grid.EndToEnd.Tests;

/// <summary>Short versions of the fault runs of bench/chaos: real processes, SIGKILL and SIGSTOP, and the checker's word at the end.</summary>
public sealed class FaultTests(ClusterCorpus corpus) : IClassFixture<ClusterCorpus>
{
    // Late commits of attempts that were given up.
    private static readonly TimeSpan AfterThaw = TimeSpan.FromSeconds(3);

    [Fact]
    public async Task Encoder_FrozenUntilTheJobIsDone_ItsLateAttemptsChangeNothing()
    {
        await using var cluster = new ClusterOfSilos();
        var silos = await cluster.AddAsync("coordinator+gateway", "encoder.1", "encoder.2");
        await cluster.ConnectAsync(encoders: 2);
        var output = cluster.File("out");
        await cluster.Client.SubmitAsync("zombie", corpus.Job(output));
        await cluster.WaitForPartsAsync(output);

        silos[1].Freeze();

        ClusterOfSilos.RequireUnfinished(output);
        var last = await cluster.FinishAsync("zombie");
        silos[1].Thaw();
        await Task.Delay(AfterThaw, TestContext.Current.CancellationToken);
        Assert.True(last.State == JobState.Done, last.Message + cluster.Log());
        await Checker.RequireWellAsync(corpus, output);
    }

    [Fact]
    public async Task Coordinator_FrozenUntilAnotherGoesOn_TheLaterRunWins()
    {
        await using var cluster = new ClusterOfSilos();
        await cluster.AddAsync("coordinator+gateway.1", "coordinator+gateway.2", "encoder");
        await cluster.ConnectAsync(encoders: 1);
        var output = cluster.File("out");
        await cluster.Client.SubmitAsync("split", corpus.Job(output));
        var coordinator = await cluster.FindCoordinatorAsync("split");
        await cluster.WaitForPartsAsync(output);

        coordinator.Freeze();

        ClusterOfSilos.RequireUnfinished(output);
        var last = await cluster.FinishAsync("split");
        coordinator.Thaw();
        await Task.Delay(AfterThaw, TestContext.Current.CancellationToken);
        Assert.True(last.State == JobState.Done, last.Message + cluster.Log());
        await Checker.RequireWellAsync(corpus, output);
    }

    [Theory]
    [InlineData("_job.json")]
    [InlineData("_plan/listing-*")]
    [InlineData("_attempts/*")]
    public async Task AllSilos_KilledAndStartedAgain_TheJobGoesOnByItself(string when)
    {
        await using var cluster = new ClusterOfSilos();
        var silos = await cluster.AddAsync("coordinator+gateway.1", "encoder.1");
        await cluster.ConnectAsync(encoders: 1);
        var output = cluster.File("out");
        var submitted = cluster.Client.SubmitAsync("restart", corpus.Job(output));
        await WaitForAsync(output, when);

        foreach (var silo in silos)
            silo.Kill();
        LeaveTornWrites(output);

        await cluster.AddAsync("coordinator+gateway.2", "encoder.2");
        // The client's own repetition submits what was not acknowledged.
        await submitted;
        var last = await cluster.FinishAsync("restart");
        Assert.True(last.State == JobState.Done, last.Message + cluster.Log());
        await Checker.RequireWellAsync(corpus, output);
        Assert.Empty(Directory.EnumerateFiles(output, ".*"));
    }

    private static async Task WaitForAsync(string output, string pattern)
    {
        var folder = Path.GetDirectoryName(Path.Combine(output, pattern))!;
        while (!Directory.Exists(folder) || !Directory.EnumerateFileSystemEntries(folder, Path.GetFileName(pattern)).Any())
            await Task.Delay(1, TestContext.Current.CancellationToken);
    }

    /// <summary>What a writer leaves that was cut off in the middle.</summary>
    private static void LeaveTornWrites(string output)
    {
        Directory.CreateDirectory(Path.Combine(output, "_attempts"));
        File.WriteAllBytes(Path.Combine(output, "_attempts", "00000-0000.1.1.0123456789abcdef0123456789abcdef"), "PAR1"u8);
        File.WriteAllBytes(Path.Combine(output, "._manifest.json.0123456789abcdef0123456789abcdef"), "{\"job\":"u8);
    }
}
