using Microsoft.Extensions.Logging.Abstractions;

namespace UniBind.Grid.Encoding.Tests;

/// <summary>Runs that cannot even be ended: their threads are lost.</summary>
public sealed class StuckRunTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMilliseconds(60);

    [Fact]
    public async Task Loop_RunThatNeverEnds_IsAnsweredAndAnotherThreadGoesOn()
    {
        var device = new DeviceLoop("test0", 1, NullLogger.Instance, maxStuck: 1);
        using var stuck = new StuckRun();
        var next = new StuckRun();
        device.Enqueue(stuck, online: false);
        device.Enqueue(next, online: false);
        next.Release();
        Assert.True((await Assert.ThrowsAsync<EncoderUnavailableException>(() => stuck.Done)).IsHang);
        await next.Done;
        Assert.Equal((true, 1, 1), (device.IsRunning, device.Stuck, device.Restarts));

        stuck.Release();
        while (device.Stuck > 0)
            await Task.Delay(5, TestContext.Current.CancellationToken);
        await device.DisposeAsync();
    }

    [Fact]
    public async Task Loop_MoreThreadsLostThanAllowed_FailsWhatWaitsInsteadOfHanging()
    {
        var device = new DeviceLoop("test0", 1, NullLogger.Instance, maxStuck: 0);
        using var stuck = new StuckRun();
        using var waiting = new StuckRun();
        device.Enqueue(stuck, online: false);
        device.Enqueue(waiting, online: false);
        await Assert.ThrowsAsync<EncoderUnavailableException>(() => stuck.Done);
        await Assert.ThrowsAsync<EncoderUnavailableException>(() => waiting.Done);
        Assert.False(device.IsRunning);
        using var late = new StuckRun();
        device.Enqueue(late, online: true);
        Assert.Contains("restart the silo", (await Assert.ThrowsAsync<EncoderUnavailableException>(() => late.Done)).Message, StringComparison.Ordinal);
        await device.DisposeAsync();
    }

    /// <summary>A Run in native code that does not look whether it was told to end.</summary>
    private sealed class StuckRun : DeviceWork, IDisposable
    {
        private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly ManualResetEventSlim _released = new();

        public Task Done => _done.Task;

        public override void Execute()
        {
            using var guard = new RunGuard();
            guard.Start(Limit);
            _released.Wait();
            guard.Stop();
            _done.TrySetResult();
        }

        public override void Fail(Exception failure) => _done.TrySetException(failure);

        public void Release() => _released.Set();

        public void Dispose() => Release();
    }
}
