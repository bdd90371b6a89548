using Microsoft.Extensions.DependencyInjection;
using UniBind.Grid.Client;
using UniBind.Grid.Corpora;
using UniBind.Grid.Grains;
using UniBind.Grid.Testing;

namespace UniBind.Grid.Cluster.Tests;

/// <summary>Drives the worker of a real encoder silo with leases that a delivery, a zombie or a second coordinator would send.</summary>
public sealed class FencingTests(GridFixture fixture)
{
    private const string Shard = "00000-0000";

    [Fact]
    public async Task RunShard_LeaseDeliveredTwiceAtOnce_IsOneAttemptAndOnePart()
    {
        using var folder = new TempFolder();
        var (lease, worker, output) = await FinishedWithoutOneAsync(folder);
        var reports = await Task.WhenAll(worker.RunShardAsync(lease, TestContext.Current.CancellationToken), worker.RunShardAsync(lease, TestContext.Current.CancellationToken));
        Assert.All(reports, r => Assert.Equal((lease.Shard.Items, false), (r.Embedded, r.Adopted)));
        Assert.Equal(reports[0].Times, reports[1].Times);
        Assert.True(File.Exists(output.Part(Shard)));
        Assert.True((await worker.RunShardAsync(lease, TestContext.Current.CancellationToken)).Adopted);
    }

    [Fact]
    public async Task RunShard_LaterRunHasClaimedTheFolder_IsRefusedAndCommitsNothing()
    {
        using var folder = new TempFolder();
        var (lease, worker, output) = await FinishedWithoutOneAsync(folder);
        Assert.True(await new JobEpochs(output).ClaimAsync(lease.Run.Epoch + 1, "another", TestContext.Current.CancellationToken));
        var error = await Assert.ThrowsAsync<GridException>(() => worker.RunShardAsync(lease, TestContext.Current.CancellationToken));
        Assert.Contains("superseded", error.Message);
        Assert.False(File.Exists(output.Part(Shard)));

        var next = lease with { Run = lease.Run with { Epoch = lease.Run.Epoch + 1 } };
        Assert.Equal(lease.Shard.Items, (await worker.RunShardAsync(next, TestContext.Current.CancellationToken)).Embedded);
        Assert.True(File.Exists(output.Part(Shard)));
    }

    [Fact]
    public async Task RunShard_LaterRunAsksWhileAnEarlierOnesAttemptIsAtWork_GoesOnWithIt()
    {
        using var folder = new TempFolder();
        var (lease, worker, output) = await FinishedWithoutOneAsync(folder);
        var next = lease with { Run = lease.Run with { Epoch = lease.Run.Epoch + 1 } };
        var turns = await HoldTurnsAsync();
        var old = worker.RunShardAsync(lease, TestContext.Current.CancellationToken);
        await new JobEpochs(output).ClaimAsync(next.Run.Epoch, "another", TestContext.Current.CancellationToken);
        var mine = worker.RunShardAsync(next, TestContext.Current.CancellationToken);
        while ((await worker.HeartbeatAsync(next.Run.JobId, next.Run.Epoch)).Attempts.Length == 0)
            await Task.Delay(10, TestContext.Current.CancellationToken);
        Assert.Empty((await worker.HeartbeatAsync(lease.Run.JobId, lease.Run.Epoch)).Attempts);
        turns.ForEach(t => t.Dispose());
        var reports = await Task.WhenAll(old, mine);
        Assert.Equal(reports[0], reports[1]);
        Assert.False(reports[0].Adopted);
        Assert.True(File.Exists(output.Part(Shard)));
    }

    [Fact]
    public async Task Heartbeat_WhileAttemptsRunAndAfter_NamesThoseOfTheRunOnly()
    {
        using var folder = new TempFolder();
        var (lease, worker, _) = await FinishedWithoutOneAsync(folder);
        var turns = await HoldTurnsAsync();
        var run = worker.RunShardAsync(lease, TestContext.Current.CancellationToken);
        WorkerHeartbeat beat;
        while ((beat = await worker.HeartbeatAsync(lease.Run.JobId, lease.Run.Epoch)).Attempts.Length == 0)
            await Task.Delay(10, TestContext.Current.CancellationToken);
        Assert.Equal(new AttemptStatus(Shard, 1, AtWork: false, Steps: 0), Assert.Single(beat.Attempts));
        turns.ForEach(t => t.Dispose());
        Assert.Empty((await worker.HeartbeatAsync(lease.Run.JobId, lease.Run.Epoch + 1)).Attempts);
        await run;
        Assert.Empty((await worker.HeartbeatAsync(lease.Run.JobId, lease.Run.Epoch)).Attempts);
    }

    /// <summary>Takes every turn on both encoder silos, so that leases wait.</summary>
    private async Task<List<IDisposable>> HoldTurnsAsync()
    {
        var turns = new List<IDisposable>();
        foreach (var silo in fixture.Grid.Silos.Skip(1))
        {
            var gate = fixture.Grid.Services(silo).GetRequiredService<ShardGates>().Encode;
            for (var i = 0; i < gate.Slots; i++)
                turns.Add(await gate.EnterAsync("held", JobPriority.High, TestContext.Current.CancellationToken));
        }
        return turns;
    }

    /// <summary>A finished job, one part of which is taken away; and the lease of that shard.</summary>
    private async Task<(ShardLease Lease, IWorkerGrain Worker, JobFolder Output)> FinishedWithoutOneAsync(TempFolder folder)
    {
        var jobId = JobIds.New();
        var spec = new JobSpec { Source = fixture.Corpus, Output = Path.Combine(folder.Path, "out"), Space = "classic@0", Limit = 200 };
        await fixture.Grid.Client.SubmitAsync(jobId, spec);
        Assert.Equal(JobState.Done, (await fixture.Grid.FinishAsync(jobId)).State);
        var output = new JobFolder(spec.Output);
        File.Delete(output.Part(Shard));
        var plan = await PagePlan.ReadAsync(output, 0, TestContext.Current.CancellationToken);
        var info = plan!.Shards.Single(s => s.Id == Shard);
        var silo = (await fixture.Grid.Client.DescribeWorkersAsync())[0];
        var run = new JobRun(jobId, 1, spec, silo.Encoders[0].PackSha256, "");
        return (new ShardLease(run, new PlannedShard(info.Id, info.Modality, info.Items, info.Cost), 1),
            fixture.Grid.Grains.GetGrain<IWorkerGrain>(PinnedKey.For(IWorkerGrain.KeyPrefix, silo.Silo)), output);
    }
}
