using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using UniBind.Grid.Grains;
using UniBind.Grid.Media;

namespace UniBind.Grid.Cluster.Tests;

public sealed class DecodePoolTests
{
    [Fact]
    public async Task RunAsync_DecoderThatHeedsItsToken_EndsAtTheLimitAndKeepsItsThread()
    {
        using var pool = Pool(threads: 1, maxStuck: 0);
        var error = await Assert.ThrowsAsync<ItemException>(() => pool.RunAsync(stop =>
        {
            stop.WaitHandle.WaitOne();
            stop.ThrowIfCancellationRequested();
            return 0;
        }, TestContext.Current.CancellationToken));
        Assert.Equal((ItemStage.Decode, ItemErrorCodes.Timeout), (error.Stage, error.Code));
        Assert.Equal(1, await pool.RunAsync(_ => 1, TestContext.Current.CancellationToken));
        Assert.Equal((0, null), (pool.Stuck, pool.Problem));
    }

    [Fact]
    public async Task RunAsync_DecoderThatHangs_CostsItsThreadWhichIsReplaced()
    {
        using var pool = Pool(threads: 1, maxStuck: 1);
        using var hang = new ManualResetEventSlim();
        var error = await Assert.ThrowsAsync<ItemException>(() => Hang(pool, hang));
        Assert.Equal(ItemErrorCodes.Timeout, error.Code);
        Assert.Equal(1, await pool.RunAsync(_ => 1, TestContext.Current.CancellationToken));
        Assert.Equal((1, null), (pool.Stuck, pool.Problem));
        hang.Set();
        await WaitAsync(() => pool.Stuck == 0);
    }

    [Fact]
    public async Task RunAsync_MoreDecodersHangThanAllowed_RefusesWorkInsteadOfHangingUntilOneComesBack()
    {
        using var pool = Pool(threads: 1, maxStuck: 0);
        using var hang = new ManualResetEventSlim();
        var stuck = Hang(pool, hang);
        var waiting = pool.RunAsync(_ => 1, TestContext.Current.CancellationToken);
        await Assert.ThrowsAsync<ItemException>(() => stuck);
        await Assert.ThrowsAsync<SiloUnavailableException>(() => waiting);
        Assert.Contains("restart the silo", pool.Problem, StringComparison.Ordinal);
        await Assert.ThrowsAsync<SiloUnavailableException>(() => pool.RunAsync(_ => 1, TestContext.Current.CancellationToken));

        hang.Set();
        await WaitAsync(() => pool.Problem is null);
        Assert.Equal(2, await pool.RunAsync(_ => 2, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task RunAsync_ManyHangingDecoders_NeverStartMoreThreadsThanTheBound()
    {
        using var pool = Pool(threads: 2, maxStuck: 3);
        using var hang = new ManualResetEventSlim();
        var works = Enumerable.Range(0, 40).Select(_ => Hang(pool, hang)).ToArray();
        foreach (var work in works)
            await Assert.ThrowsAnyAsync<Exception>(() => work);
        Assert.InRange(pool.Stuck, 4, 5); // the three that are replaced, and those of the two threads at the end
        Assert.NotNull(pool.Problem);
        hang.Set();
        await WaitAsync(() => pool.Stuck == 0);
        var after = await Task.WhenAll(Enumerable.Range(1, 4).Select(i => pool.RunAsync(_ => i, TestContext.Current.CancellationToken)));
        Assert.Equal(10, after.Sum());
    }

    [Fact]
    public async Task RunOnlineAsync_BehindAQueueOfBatchWork_IsDoneFirst()
    {
        using var pool = Pool(threads: 1, maxStuck: 0, seconds: 30);
        using var hold = new ManualResetEventSlim();
        var order = new System.Collections.Concurrent.ConcurrentQueue<string>();
        var batch = Enumerable.Range(0, 5).Select(i => pool.RunAsync(_ =>
        {
            hold.Wait(TimeSpan.FromSeconds(20), CancellationToken.None);
            order.Enqueue($"batch {i}");
            return i;
        }, TestContext.Current.CancellationToken)).ToArray();
        // While the one thread is in a batch decode, another one takes it.
        Assert.Equal(7, await pool.RunOnlineAsync(_ => 7, TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken));

        // Even with that one at work, it passes what was queued before it.
        var busy = pool.RunOnlineAsync(_ => hold.Wait(TimeSpan.FromSeconds(20), CancellationToken.None), TestContext.Current.CancellationToken);
        var online = pool.RunOnlineAsync(_ =>
        {
            order.Enqueue("online");
            return 0;
        }, TestContext.Current.CancellationToken);
        hold.Set();
        await Task.WhenAll(batch);
        await Task.WhenAll(busy, online);
        Assert.Contains("online", order.Take(3));
    }

    [Fact]
    public async Task RunAsync_CancelledBeforeItBegan_IsAnsweredAtOnce()
    {
        using var pool = Pool(threads: 1, maxStuck: 0, seconds: 30);
        using var hold = new ManualResetEventSlim();
        var busy = pool.RunAsync(_ => hold.Wait(TimeSpan.FromSeconds(20), CancellationToken.None), TestContext.Current.CancellationToken);
        using var leaves = new CancellationTokenSource();
        var runs = 0;
        var waiting = pool.RunAsync(_ => Interlocked.Increment(ref runs), leaves.Token);
        await leaves.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken));
        Assert.False(busy.IsCompleted);
        hold.Set();
        await busy;
        await pool.RunAsync(_ => 0, TestContext.Current.CancellationToken);
        Assert.Equal(0, runs);
    }

    private static DecodePool Pool(int threads, int maxStuck, double seconds = 0.2) => new(
        Options.Create(new EncoderSiloOptions { DecodeThreads = threads, MaxStuckDecodes = maxStuck, MediaLimits = new MediaLimits { DecodeTimeout = TimeSpan.FromSeconds(seconds) } }),
        NullLogger<DecodePool>.Instance);

    private static Task<int> Hang(DecodePool pool, ManualResetEventSlim until) => pool.RunAsync(_ =>
    {
        until.Wait(TimeSpan.FromSeconds(60), CancellationToken.None); // it does not heed its token
        return 0;
    }, TestContext.Current.CancellationToken);

    private static async Task WaitAsync(Func<bool> condition)
    {
        while (!condition())
            await Task.Delay(10, TestContext.Current.CancellationToken);
    }
}
