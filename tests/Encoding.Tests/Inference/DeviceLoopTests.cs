using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace UniBind.Grid.Encoding.Tests;

public sealed class DeviceLoopTests
{
    [Fact]
    public async Task Enqueue_WorkThatThrows_IsFailedAndLoggedAndTheLoopGoesOn()
    {
        var log = new ListLogger();
        await using var device = new DeviceLoop("test0", 1, log);
        var bad = new Work(() => throw new InvalidOperationException("boom"));
        var good = new Work(() => { });
        device.Enqueue(bad, online: false);
        device.Enqueue(good, online: false);
        await good.Done;
        Assert.Equal("boom", (await Assert.ThrowsAsync<InvalidOperationException>(() => bad.Done)).Message);
        Assert.Contains("A batch on device test0 failed unexpectedly", Assert.Single(log.Messages), StringComparison.Ordinal);
        Assert.True(device.IsRunning);
        Assert.NotNull(device.LastRunUtc);
    }

    [Fact]
    public async Task Enqueue_OnlineWhileBatchesWait_PassesThemButForEveryFifth()
    {
        var order = new List<string>();
        await using var device = new DeviceLoop("test0", 1, NullLogger.Instance);
        using var block = new BlockingWork();
        device.Enqueue(block, online: false);
        block.WaitUntilRunning();
        var works = new List<Work>();
        for (var i = 0; i < 3; i++)
            Add($"b{i}", online: false);
        for (var i = 0; i < 10; i++)
            Add($"o{i}", online: true);
        Assert.Equal(13, device.QueueLength);
        Assert.True(device.BusyFor > TimeSpan.Zero);
        block.Release();
        await Task.WhenAll(works.Select(w => w.Done));
        Assert.Equal("o0 o1 o2 o3 b0 o4 o5 o6 o7 b1 o8 o9 b2", string.Join(' ', order));

        void Add(string name, bool online)
        {
            works.Add(new Work(() => order.Add(name)));
            device.Enqueue(works[^1], online);
        }
    }

    [Fact]
    public async Task DisposeAsync_WorkQueued_IsDoneAndLaterWorkIsRefused()
    {
        var device = new DeviceLoop("test0", 2, NullLogger.Instance);
        var works = Enumerable.Range(0, 50).Select(_ => new Work(() => Thread.Yield())).ToArray();
        foreach (var work in works)
            device.Enqueue(work, online: false);
        await device.DisposeAsync();
        Assert.All(works, w => Assert.True(w.Done.IsCompletedSuccessfully));
        var late = new Work(() => { });
        device.Enqueue(late, online: true);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => late.Done);
        Assert.False(device.IsRunning);
    }

    private sealed class Work(Action action) : DeviceWork
    {
        private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Done => _done.Task;

        public override void Execute()
        {
            action();
            _done.SetResult();
        }

        public override void Fail(Exception failure) => _done.SetException(failure);
    }

    private sealed class ListLogger : ILogger
    {
        public List<string> Messages { get; } = [];

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Messages.Add(formatter(state, exception));
    }
}
