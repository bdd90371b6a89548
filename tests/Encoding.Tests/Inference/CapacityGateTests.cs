namespace UniBind.Grid.Encoding.Tests;

public sealed class CapacityGateTests
{
    [Fact]
    public async Task EnterAsync_FullByBytes_WaitsInTurn()
    {
        var gate = new CapacityGate(capacity: 10, capacityBytes: 100);
        await gate.EnterAsync(60, TestContext.Current.CancellationToken);
        var large = gate.EnterAsync(50, TestContext.Current.CancellationToken).AsTask();
        var small = gate.EnterAsync(10, TestContext.Current.CancellationToken).AsTask(); // would fit, but others were first
        Assert.False(large.IsCompleted || small.IsCompleted);
        gate.Leave(60);
        await Task.WhenAll(large, small);
        Assert.Equal(2, gate.Count);
    }

    [Fact]
    public async Task EnterAsync_LargerThanEverything_IsLetInAlone()
    {
        var gate = new CapacityGate(10, 100);
        await gate.EnterAsync(1_000, TestContext.Current.CancellationToken);
        var next = gate.EnterAsync(1, TestContext.Current.CancellationToken).AsTask();
        Assert.False(next.IsCompleted);
        gate.Leave(1_000);
        await next;
    }

    [Fact]
    public async Task EnterAsync_Cancelled_GivesItsPlaceToTheNext()
    {
        var gate = new CapacityGate(10, 100);
        await gate.EnterAsync(60, TestContext.Current.CancellationToken);
        using var cancel = new CancellationTokenSource();
        var large = gate.EnterAsync(50, cancel.Token).AsTask();
        var small = gate.EnterAsync(10, TestContext.Current.CancellationToken).AsTask();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => large);
        await small;
        Assert.Equal(2, gate.Count);
    }

    [Fact]
    public async Task EnterAsync_ManyCallersSomeCancelled_NeverExceedsAndEndsEmpty()
    {
        var gate = new CapacityGate(4, 1_000);
        var inside = 0;
        var most = 0;
        await Parallel.ForEachAsync(Enumerable.Range(0, 2_000), new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = TestContext.Current.CancellationToken }, async (i, _) =>
        {
            using var cancel = new CancellationTokenSource();
            var entered = gate.EnterAsync(10, cancel.Token);
            if (i % 7 == 0)
                await cancel.CancelAsync();
            try
            {
                await entered;
            }
            catch (OperationCanceledException)
            {
                return;
            }

            var now = Interlocked.Increment(ref inside);
            InterlockedMax(ref most, now);
            await Task.Yield();
            Interlocked.Decrement(ref inside);
            gate.Leave(10);
        });
        Assert.InRange(most, 1, 4);
        Assert.Equal(0, gate.Count);
    }

    private static void InterlockedMax(ref int target, int value)
    {
        for (var current = Volatile.Read(ref target); value > current; current = Volatile.Read(ref target))
            Interlocked.CompareExchange(ref target, value, current);
    }
}
