using UniBind.Grid.Bench.Chaos;
using UniBind.Grid.Testing;

namespace UniBind.Grid.Chaos.Tests;

public sealed class ResultTests
{
    [Theory]
    [InlineData(0.5, 2)]
    [InlineData(0.99, 4)]
    [InlineData(0, 1)]
    public void Quantile_FourValues_TakesTheNearestRank(double q, double expected) => Assert.Equal(expected, ResultTable.Quantile([1, 2, 3, 4], q));

    [Fact]
    public void Redone_ShardBegunTwice_CountsTheSecondTime()
    {
        using var folder = new TempFolder();
        folder.Write("encoder-0.log", "Job a: Shard 00000-0001, attempt 1 of run 1, begins with 30 items.\nother\nJob a: Shard 00000-0002, attempt 1 of run 1, begins with 70 items.\n");
        folder.Write("encoder-1.log", "Job a: Shard 00000-0001, attempt 2 of run 1, begins with 30 items.\n");
        Assert.Equal(0.3, Redone.Of(folder.Path));
    }

    [Fact]
    public void Redone_NoAttempts_IsUnknown()
    {
        using var folder = new TempFolder();
        folder.Write("encoder-0.log", "other\n");
        Assert.Null(Redone.Of(folder.Path));
    }

    [Fact]
    public void Table_OneFailedRun_DoesNotCountItAsSurvived()
    {
        var schedule = ScheduleMaker.Make(1, [FaultKind.KillEncoder], 100, "local", 3, 2);
        var table = ResultTable.Of(
        [
            new RunResult { Schedule = schedule, Survived = true, Injected = schedule.Injections, FirstProgress = [TimeSpan.FromSeconds(2)], Redone = 0.1 },
            new RunResult { Schedule = schedule, Lost = 3, Injected = schedule.Injections },
            new RunResult { Schedule = schedule, Skipped = "no tool" },
        ]);
        Assert.Contains("| kill-encoder | 2 | 2 | 1 | 3 | 0 | 0 | 10.0, 10.0 | 2.0, 2.0 | 0 |", table);
        Assert.Contains("was skipped: no tool", table);
    }
}
