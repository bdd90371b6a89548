namespace UniBind.Grid.Corpora.Tests;

/// <summary>Listing, plans, attempts, parts and the end of a job, on every kind of storage.</summary>
public sealed class CommitProtocolTests(ObjectServers servers)
{
    public static TheoryData<string> Kinds => ObjectServers.Kinds;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task WholeJob_GivesTheRowsOfLocalDisk(string kind)
    {
        // Where conditional puts are missing every create takes its time.
        foreach (var sink in FinishedOutput.Sinks.Take(kind == ObjectServers.S3 ? 1 : 2))
        {
            var expected = await FinishedOutput.WriteAsync(await servers.NewAddressAsync(ObjectServers.Local), sink);
            var folder = await FinishedOutput.WriteAsync(await servers.NewAddressAsync(kind), sink);

            Assert.Equal(await CanonicalHash.ComputeAsync(expected.Root, Ct), await CanonicalHash.ComputeAsync(folder.Root, Ct));
            var ledger = (await FinishedJob.ReadAsync(folder, Ct)).Ledger;
            Assert.True(ledger.Closed);
            Assert.Equal((await FinishedJob.ReadAsync(expected, Ct)).Ledger.DeadLettered, ledger.DeadLettered);
            var raw = 0;
            await foreach (var shard in (await RawReader.OpenAsync(folder.Root, Ct)).ReadAsync(Ct))
                raw += shard.Rows.Count;
            Assert.Equal(ledger.Embedded + ledger.Reused, raw);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task CommitAsync_AttemptsAtOnceAndLate_LeaveOnePartAndAgree(string kind)
    {
        foreach (var sink in FinishedOutput.Sinks)
        {
            var folder = new JobFolder(await servers.NewAddressAsync(kind));
            const string shard = "00000-0000";
            var accounts = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => sink.CommitAsync(folder, shard, i, 1, Rows.Make(20, seed: i), [], Ct)));
            var late = await sink.CommitAsync(folder, shard, 9, 1, Rows.Make(20, seed: 9), Rows.Dead(2), Ct);

            Assert.All([.. accounts, late], a => Assert.Equal((accounts[0].Attempt, accounts[0].Sha256, accounts[0].Bytes), (a.Attempt, a.Sha256, a.Bytes)));
            Assert.NotEqual(9, late.Attempt);
            Rows.AssertEqual(Rows.Make(20, seed: late.Attempt), await PartReader.ReadPartAsync(Assert.Single(await PartReader.ListAsync(folder.Root, Ct)), Ct));
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task ClaimAsync_TwoJobs_OneGetsTheFolder(string kind)
    {
        var folder = new JobFolder(await servers.NewAddressAsync(kind));
        var claims = await Task.WhenAll(Enumerable.Range(0, 4).Select(async i =>
        {
            try
            {
                await new JobFiles(folder).ClaimAsync($"job-{i}", "{}", Ct);
                return true;
            }
            catch (CorpusException)
            {
                return false;
            }
        }));

        Assert.Single(claims, true);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task FinishAsync_LeftOversOfKilledAttempts_AreSwept(string kind)
    {
        var folder = await FinishedOutput.WriteAsync(await servers.NewAddressAsync(kind), new NpyPartSink(), raw: false, finish: false);
        string[] garbage = ["_attempts/00000-0000.1.1.x", "_plan/page-00000/shards-0123456789abcdef.jsonl", "part-00000-0000.0123456789abcdef.npy"];
        foreach (var key in garbage)
            await folder.Store.ReplaceAsync(key, s => s.WriteAsync(new byte[10], Ct).AsTask(), Ct);

        await FinishedOutput.FinishAsync(folder, new NpyPartSink());

        foreach (var key in garbage)
            Assert.False(await folder.Store.ExistsAsync(key, Ct));
        Assert.True(await folder.IsFinishedAsync(Ct));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task TakeOver_FromLocalDisk_HasTheSameListingAndPlans(string kind)
    {
        var source = await FinishedOutput.WriteAsync(await servers.NewAddressAsync(ObjectServers.Local), new ParquetPartSink());
        var target = new JobFolder(await servers.NewAddressAsync(kind));
        await foreach (var page in PlanTakeover.ListAsync(source, target, Ct))
        {
            var plan = await PlanTakeover.PlanAsync(source, target, page.Index, Ct);
            foreach (var shard in plan.Shards)
                Assert.Equal((await ShardFile.ReadAsync(source.Shard(shard.Id), Ct)).Select(i => i.Item.Id), (await ShardFile.ReadAsync(target.Shard(shard.Id), Ct)).Select(i => i.Item.Id));
        }
        Assert.Equal((await ListingSummary.ReadAsync(source, Ct))!.Sha256, (await ListingSummary.ReadAsync(target, Ct))!.Sha256);
    }
}
