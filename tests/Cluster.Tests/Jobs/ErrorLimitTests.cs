using UniBind.Grid.Client;
using UniBind.Grid.Corpora;
using UniBind.Grid.Grains;
using UniBind.Grid.Testing;

namespace UniBind.Grid.Cluster.Tests;

public sealed class ErrorLimitTests(GridFixture fixture)
{
    [Fact]
    public async Task Run_MoreItemsFailThanAllowed_FailsEarlyWithASentenceAndGoesOnWhenMoreAreAllowed()
    {
        using var folder = new TempFolder();
        var corpus = Path.Combine(folder.Path, "corpus");
        Directory.CreateDirectory(corpus);
        for (var i = 0; i < 90; i++)
            await File.WriteAllTextAsync(Path.Combine(corpus, $"good-{i:D2}.txt"), $"a fine text number {i}", TestContext.Current.CancellationToken);
        for (var i = 0; i < 10; i++)
            await File.WriteAllTextAsync(Path.Combine(corpus, $"bad-{i:D2}.png"), "no picture", TestContext.Current.CancellationToken);
        var jobId = JobIds.New();
        var spec = new JobSpec { Source = corpus, Output = Path.Combine(folder.Path, "out"), Space = "classic@0", MaxErrors = 0.05 };
        await fixture.Grid.Client.SubmitAsync(jobId, spec);
        var end = await fixture.Grid.FinishAsync(jobId);
        Assert.Equal(JobState.Failed, end.State);
        Assert.Contains("10 of 100 items failed, more than the 5 % of --max-errors", end.Message);
        Assert.Contains(jobId, end.Message);
        var output = new JobFolder(spec.Output);
        Assert.False(File.Exists(output.Success));
        Assert.Equal(10, File.ReadLines(output.Errors).Count());

        await fixture.Grid.Client.SubmitAsync(jobId, spec with { MaxErrors = 0.1 });
        await fixture.Grid.Client.ResumeAsync(jobId);
        end = await fixture.Grid.FinishAsync(jobId);
        Assert.True(end.State == JobState.Done, end.Message);
        Assert.Equal((90, 10), (end.Embedded, end.DeadLettered));
        Assert.Equal(10, File.ReadLines(output.Errors).Count());
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1.5)]
    [InlineData(double.NaN)]
    public async Task Submit_LimitIsNoFraction_IsRefused(double limit)
    {
        using var folder = new TempFolder();
        var spec = new JobSpec { Source = fixture.Corpus, Output = Path.Combine(folder.Path, "out"), Space = "classic@0", MaxErrors = limit };
        var error = await Assert.ThrowsAsync<GridException>(() => fixture.Grid.Client.SubmitAsync(JobIds.New(), spec));
        Assert.Contains("fraction from 0 to 1", error.Message);
    }

    [Theory]
    [InlineData(999, 500, false)]
    [InlineData(1_000, 20, false)]
    [InlineData(1_000, 21, true)]
    public void IsExceeded_WhileListing_JudgesFromAThousandFinishedItems(int finished, int failed, bool expected)
    {
        var tally = Tally(finished, failed);
        tally.AddListed(new ListedPage(0, 1_000_000, 0));
        Assert.Equal(expected, ErrorLimit.IsExceeded(Limited(0.02), tally));
    }

    [Fact]
    public void IsExceeded_ListingComplete_JudgesByTheWholeCorpus()
    {
        var tally = Tally(finished: 100, failed: 21);
        tally.AddListed(new ListedPage(0, 1_000, 0));
        tally.ListingComplete = true;
        Assert.True(ErrorLimit.IsExceeded(Limited(0.02), tally));
        Assert.False(ErrorLimit.IsExceeded(Limited(0.021), tally));
        Assert.False(ErrorLimit.IsExceeded(Limited(null), tally));
        Assert.True(ErrorLimit.IsExceeded(Limited(0), tally));
    }

    private static JobSpec Limited(double? limit) => new() { Source = "/s", Output = "/o", Space = "p@0", MaxErrors = limit };

    private static JobTally Tally(int finished, int failed)
    {
        var tally = new JobTally();
        tally.AddPlanned(new PlannedPage(0, [], failed, finished - failed) { Errors = [new ErrorCount("x", failed)] });
        return tally;
    }
}
