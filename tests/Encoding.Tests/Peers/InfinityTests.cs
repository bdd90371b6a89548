using UniBind.Grid.Testing;

namespace UniBind.Grid.Encoding.Tests;

/// <summary>What brought Infinity down, by the numbers of its issues (github.com/michaelfeil/infinity).</summary>
public sealed class InfinityTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>242: "Server stops accepting new requests after _core_batch exceptions": futures never completed, and the queue filled up.</summary>
    [Fact]
    public async Task Infinity_242_ExceptionsInTheBatchCore_CompleteEveryFutureAndLeaveTheQueueEmpty()
    {
        await using var host = new PackBuilder(_folder).Text(Models.Lookup(), 24)
            .Host(new EncoderHostOptions { ConcurrentRuns = 1, IntraOpThreads = 1, QueueCapacity = 16, MaxRunMilliseconds = 0 });
        var encoder = await host.GetAsync(Modality.Text, TestContext.Current.CancellationToken);
        for (var round = 0; round < 5; round++)
        {
            // Far more failing items than the queue holds: one future left open would block it for ever.
            var bad = Enumerable.Range(0, 100).Select(_ => encoder.EncodeAsync(TestProfile.Tokens(100_000), TestContext.Current.CancellationToken).AsTask());
            Assert.All(await Task.WhenAll(bad).WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken), r => Assert.Equal(ItemErrorCodes.Encoder, r.Error!.Code));
        }
        Assert.Equal((0, 0), (encoder.QueueDepth, host.QueueLength));
        Assert.NotNull((await encoder.EncodeAsync(TestProfile.Tokens(1, 2, 3), TestContext.Current.CancellationToken)).Vector);
        Assert.True(await host.CheckAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>242 as well: something in the core that is no failure of the model at all.</summary>
    [Fact]
    public async Task Infinity_242_WorkThatThrowsAnything_IsAnsweredAndTheLoopLives()
    {
        await using var host = new PackBuilder(_folder).Image(Models.MatMul(8, 16), 8, 16).Host();
        var encoder = await host.GetAsync(Modality.Image, TestContext.Current.CancellationToken);
        encoder.Queue(new ThrowingWork());
        Assert.NotNull((await encoder.EncodeAsync(TestProfile.Vector(Models.Random(8, 1)), TestContext.Current.CancellationToken)).Vector);
        Assert.True(host.IsAlive);
    }

    private sealed class ThrowingWork : DeviceWork
    {
        public override void Execute() => throw new InvalidCastException("in the core");

        public override void Fail(Exception failure)
        {
        }
    }
}
