using UniBind.Grid.Testing;

namespace UniBind.Grid.Corpora.Tests;

public sealed class PlanTakeoverTests : IDisposable
{
    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [Fact]
    public async Task TakeOver_Twice_GivesTheSameListingAndPlansAndClosesTheLedger()
    {
        var source = await FinishedOutput.WriteAsync(_temp.File("out"), new ParquetPartSink());
        var target = new JobFolder(_temp.File("target"));
        await TakeOverAsync(source, target);
        var files = Files(target);
        await TakeOverAsync(source, target);

        Assert.Equal(files, Files(target));
        Assert.Equal(Files(source), files);
        Assert.All(files, f => Assert.Equal(File.ReadAllBytes(Path.Combine(source.Plan, f)), File.ReadAllBytes(Path.Combine(target.Plan, f))));

        await CarryAsync(source, target);
        var ledger = await FinishedOutput.FinishAsync(target, new ParquetPartSink(), "job-2");
        Assert.Equal((30L, 0L, 27L, 3L, true), (ledger.Input, ledger.Embedded, ledger.Carried, ledger.DeadLettered, ledger.Closed));
        Assert.Equal(await File.ReadAllTextAsync(source.Errors, TestContext.Current.CancellationToken), await File.ReadAllTextAsync(target.Errors, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task TakeOver_BrokenOffInTheMiddle_GoesOn()
    {
        var source = await FinishedOutput.WriteAsync(_temp.File("out"), new ParquetPartSink());
        var target = new JobFolder(_temp.File("target"));
        await foreach (var page in PlanTakeover.ListAsync(source, target, TestContext.Current.CancellationToken))
        {
            Assert.Equal(0, page.Index);
            break;
        }
        Assert.Null(await ListingSummary.ReadAsync(target, TestContext.Current.CancellationToken));

        await TakeOverAsync(source, target);

        Assert.Equal(Files(source), Files(target));
    }

    [Fact]
    public async Task PlanAsync_ByManyAtOnce_LeavesOnePlan()
    {
        var source = await FinishedOutput.WriteAsync(_temp.File("out"), new ParquetPartSink());
        var target = new JobFolder(_temp.File("target"));
        target.Create();

        var plans = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => PlanTakeover.PlanAsync(source, target, 0, TestContext.Current.CancellationToken)));

        Assert.All(plans, p => Assert.Equal(plans[0].Shards.Select(s => s.Id), p.Shards.Select(s => s.Id)));
        Assert.Equal([target.PlannedPage(0)], Directory.GetDirectories(target.Plan));
    }

    [Fact]
    public async Task ListAsync_UnfinishedListing_IsRefused()
    {
        var source = new JobFolder(_temp.File("out"));
        source.Create();

        var error = await Assert.ThrowsAsync<CorpusException>(() => TakeOverAsync(source, new JobFolder(_temp.File("target"))));

        Assert.Contains("not finished", error.Message, StringComparison.Ordinal);
    }

    private static async Task TakeOverAsync(JobFolder source, JobFolder target)
    {
        await foreach (var page in PlanTakeover.ListAsync(source, target, TestContext.Current.CancellationToken))
            await PlanTakeover.PlanAsync(source, target, page.Index, TestContext.Current.CancellationToken);
    }

    private static async Task CarryAsync(JobFolder source, JobFolder target)
    {
        var reader = await RawReader.OpenAsync(source.Root, TestContext.Current.CancellationToken);
        await foreach (var shard in reader.ReadAsync(TestContext.Current.CancellationToken))
        {
            OutputRow[] rows = [.. shard.Rows.Select(r => r with { Embedding = [1], Origin = RowOrigin.Carried })];
            await new ParquetPartSink().CommitAsync(target, shard.Account.Shard, 1, 1, rows, shard.Account.DeadLetters, TestContext.Current.CancellationToken);
        }
    }

    private static string[] Files(JobFolder folder) =>
        [.. Directory.GetFiles(folder.Plan, "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(folder.Plan, f)).Order(StringComparer.Ordinal)];
}
