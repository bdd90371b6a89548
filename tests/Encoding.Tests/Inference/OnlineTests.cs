using UniBind.Grid.Testing;

namespace UniBind.Grid.Encoding.Tests;

public sealed class OnlineTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task EncodeAsync_SixtyFourCallers_EachGetsItsOwnVector()
    {
        await using var host = new PackBuilder(_folder).Text(TransformerGraph.Build(8), 32).Host();
        var encoder = await host.GetAsync(Modality.Text, TestContext.Current.CancellationToken);
        var warm = encoder.Statistics.Runs;
        var items = Enumerable.Range(0, 640).Select(i => TestProfile.Tokens([.. Enumerable.Range(0, 3 + i % 9).Select(t => (long)(1 + (i * 7 + t * 13) % 96))])).ToArray();
        var expected = (await encoder.EncodeBatchAsync(items, TestContext.Current.CancellationToken)).Select(r => r.Vector!).ToArray();
        var planned = encoder.Statistics.Runs - warm;

        await Parallel.ForEachAsync(Enumerable.Range(0, items.Length), new ParallelOptions { MaxDegreeOfParallelism = 64, CancellationToken = TestContext.Current.CancellationToken }, async (i, ct) =>
        {
            var result = await encoder.EncodeAsync(items[i], ct);
            Assert.InRange(EncoderLoader.MaxDelta(expected[i], result.Vector!), 0, 1e-6f);
        });

        Assert.Equal(40, planned);
        Assert.InRange(encoder.Statistics.Runs - warm - planned, 40, 639); // merged, at least in part
        Assert.Equal(1280, encoder.Statistics.Items);
        Assert.Equal(0, encoder.QueueDepth);
    }

    [Fact]
    public async Task EncodeAsync_PoisonAmongOthers_FailsAlone()
    {
        await using var host = new PackBuilder(_folder).Text(Models.Lookup(), 24).Host();
        var encoder = await host.GetAsync(Modality.Text, TestContext.Current.CancellationToken);
        var results = await Task.WhenAll(Enumerable.Range(0, 200).Select(i =>
            encoder.EncodeAsync(i % 50 == 7 ? TestProfile.Tokens(100_000) : TestProfile.Tokens(i % 90, 3), TestContext.Current.CancellationToken).AsTask()));
        Assert.Equal([7, 57, 107, 157], Enumerable.Range(0, 200).Where(i => results[i].Error is not null));
    }

    [Fact]
    public async Task EncodeAsync_ItemsOfTwoSizesWait_ShareRunsWithThoseOfTheirSize()
    {
        await using var host = new PackBuilder(_folder).Text(TransformerGraph.Build(8), 32)
            .Host(new EncoderHostOptions { ConcurrentRuns = 1, IntraOpThreads = 1, MaxRunMilliseconds = 0 });
        var encoder = await host.GetAsync(Modality.Text, TestContext.Current.CancellationToken);
        using var block = new BlockingWork();
        encoder.Queue(block);
        block.WaitUntilRunning();
        var before = encoder.Statistics;
        var rows = encoder.TunedLimits.MaxRows;

        var calls = Enumerable.Range(0, 2 * rows).Select(i => encoder.EncodeAsync(TestProfile.Tokens([.. Enumerable.Repeat(3L, i % 2 == 0 ? 2 : 20)]), TestContext.Current.CancellationToken).AsTask()).ToArray();
        block.Release();
        var results = await Task.WhenAll(calls);

        var after = encoder.Statistics;
        Assert.All(results, r => Assert.NotNull(r.Vector));
        Assert.True(rows > 1);
        Assert.Equal((2 * rows, 0), (after.Rows - before.Rows, after.PaddedElements - before.PaddedElements));
    }

    [Fact]
    public async Task EncodeAsync_FullQueue_HoldsCallersBack()
    {
        await using var host = new PackBuilder(_folder).Image(Models.MatMul(8, 16), 8, 16)
            .Host(new EncoderHostOptions { ConcurrentRuns = 1, IntraOpThreads = 1, QueueCapacity = 4, MaxRunMilliseconds = 0 });
        var encoder = await host.GetAsync(Modality.Image, TestContext.Current.CancellationToken);
        using var block = new BlockingWork();
        encoder.Queue(block);
        block.WaitUntilRunning();

        var calls = Enumerable.Range(0, 10).Select(i => encoder.EncodeAsync(TestProfile.Vector(Models.Random(8, i)), TestContext.Current.CancellationToken).AsTask()).ToArray();
        Assert.Equal(4, encoder.QueueDepth);
        Assert.All(calls, c => Assert.False(c.IsCompleted));
        block.Release();
        Assert.All(await Task.WhenAll(calls), r => Assert.NotNull(r.Vector));
    }

    [Fact]
    public async Task EncodeAsync_Cancelled_IsDroppedBeforeTheRun()
    {
        await using var host = new PackBuilder(_folder).Image(Models.MatMul(8, 16), 8, 16)
            .Host(new EncoderHostOptions { ConcurrentRuns = 1, IntraOpThreads = 1, QueueCapacity = 2, MaxRunMilliseconds = 0 });
        var encoder = await host.GetAsync(Modality.Image, TestContext.Current.CancellationToken);
        using var block = new BlockingWork();
        encoder.Queue(block);
        block.WaitUntilRunning();
        var rows = encoder.Statistics.Rows;

        using var cancelled = new CancellationTokenSource();
        var queued = encoder.EncodeAsync(TestProfile.Vector(Models.Random(8, 1)), cancelled.Token).AsTask();
        var kept = encoder.EncodeAsync(TestProfile.Vector(Models.Random(8, 2)), TestContext.Current.CancellationToken).AsTask();
        var outside = encoder.EncodeAsync(TestProfile.Vector(Models.Random(8, 3)), cancelled.Token).AsTask(); // waits for room
        var batch = encoder.EncodeBatchAsync([TestProfile.Vector(Models.Random(8, 4))], cancelled.Token).AsTask();
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => queued);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => outside);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => batch);
        Assert.False(kept.IsCompleted);
        block.Release();
        Assert.NotNull((await kept).Vector);
        await host.CheckAsync(TestContext.Current.CancellationToken); // whatever was queued is through
        Assert.Equal(rows + 2, encoder.Statistics.Rows); // the item that stayed, and the check's
    }

    [Fact]
    public async Task EncodeAsync_CancelledWhileTheDeviceIsBlocked_FreesItsPlaceAtOnce()
    {
        await using var host = new PackBuilder(_folder).Image(Models.MatMul(8, 16), 8, 16)
            .Host(new EncoderHostOptions { ConcurrentRuns = 1, IntraOpThreads = 1, QueueCapacity = 2, MaxRunMilliseconds = 0 });
        var encoder = await host.GetAsync(Modality.Image, TestContext.Current.CancellationToken);
        using var block = new BlockingWork();
        encoder.Queue(block);
        block.WaitUntilRunning();
        using var leaves = new CancellationTokenSource();
        var gone = Enumerable.Range(0, 2).Select(i => encoder.EncodeAsync(TestProfile.Vector(Models.Random(8, i)), leaves.Token).AsTask()).ToArray();
        Assert.Equal(2, encoder.QueueDepth);
        var next = encoder.EncodeAsync(TestProfile.Vector(Models.Random(8, 9)), TestContext.Current.CancellationToken).AsTask(); // waits for room
        await leaves.CancelAsync();
        Assert.Equal(1, encoder.QueueDepth); // the next one has the place of those that left
        foreach (var call in gone)
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        block.Release();
        Assert.NotNull((await next).Vector);
        Assert.Equal(0, encoder.QueueDepth);
    }

    [Fact]
    public async Task EncodeAsync_NaNFromTheEncoder_IsAnErrorOfThatItemAlone()
    {
        await using var host = new PackBuilder(_folder).Image(Models.Roots(8), 8, 8).Host();
        var encoder = await host.GetAsync(Modality.Image, TestContext.Current.CancellationToken);
        var good = TestProfile.Vector([1, 2, 3, 4, 5, 6, 7, 8]);
        var results = await Task.WhenAll(Enumerable.Range(0, 20).Select(i =>
            encoder.EncodeAsync(i == 7 ? TestProfile.Vector([1, 2, 3, -4, 5, 6, 7, 8]) : good, TestContext.Current.CancellationToken).AsTask()));
        Assert.Equal(ItemErrorCodes.NotFinite, results[7].Error?.Code);
        Assert.All(results.Where((_, i) => i != 7), r => Assert.Equal(results[0].Vector, r.Vector));
    }

    [Fact]
    public async Task EncodeAsync_WhileABatchJobKeepsTheDeviceBusy_WaitsForNoMoreThanTheRunAtHand()
    {
        await using var host = new PackBuilder(_folder).Image(Models.Slow(64, 400), 64, 64)
            .Host(new EncoderHostOptions { ConcurrentRuns = 1, IntraOpThreads = 1, MaxRunMilliseconds = 0 });
        var encoder = await host.GetAsync(Modality.Image, TestContext.Current.CancellationToken);
        var rows = Enumerable.Range(0, 64).Select(i => TestProfile.Vector(Models.Random(64, i))).ToArray();
        using var block = new BlockingWork();
        encoder.Queue(block);
        block.WaitUntilRunning();
        // Two batches stand before the device, and then an online item comes.
        var batches = Enumerable.Range(0, 2).Select(_ => encoder.EncodeBatchAsync(rows, TestContext.Current.CancellationToken).AsTask()).ToArray();
        while (host.QueueLength < 2)
            await Task.Delay(5, TestContext.Current.CancellationToken);
        var online = encoder.EncodeAsync(rows[0], TestContext.Current.CancellationToken).AsTask();
        block.Release();
        Assert.Same(online, await Task.WhenAny(online, batches[1])); // before the second batch had run, in any case
        await Task.WhenAll(batches);
        Assert.True((await online).Run > TimeSpan.Zero);
    }

    [Fact]
    public async Task EncodeAsync_CancelledAlready_IsNotQueued()
    {
        await using var host = new PackBuilder(_folder).Image(Models.MatMul(8, 16), 8, 16).Host();
        var encoder = await host.GetAsync(Modality.Image, TestContext.Current.CancellationToken);
        var item = TestProfile.Vector(Models.Random(8, 1));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await encoder.EncodeAsync(item, new CancellationToken(true)));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await encoder.EncodeBatchAsync([item], new CancellationToken(true)));
    }

    [Fact]
    public async Task DisposeAsync_WhileBusy_AnswersEveryCaller()
    {
        var host = new PackBuilder(_folder).Image(Models.Slow(128, 60), 128, 128).Host();
        var encoder = await host.GetAsync(Modality.Image, TestContext.Current.CancellationToken);
        var item = TestProfile.Vector(Models.Random(128, 1));
        var online = Enumerable.Range(0, 100).Select(_ => encoder.EncodeAsync(item, CancellationToken.None).AsTask()).ToArray();
        var batches = Enumerable.Range(0, 20).Select(_ => encoder.EncodeBatchAsync([.. Enumerable.Repeat(item, 32)], CancellationToken.None).AsTask()).ToArray();
        await host.DisposeAsync();

        Assert.All(await Task.WhenAll(online), r => Assert.NotNull(r.Vector)); // they were queued
        var answered = 0;
        foreach (var batch in batches) // those that still waited for tensors are refused
        {
            try
            {
                Assert.Equal(32, (await batch).Length);
                answered++;
            }
            catch (ObjectDisposedException)
            {
            }
        }

        Assert.InRange(answered, 1, 20);
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await encoder.EncodeAsync(item, CancellationToken.None));
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await encoder.EncodeBatchAsync([item], CancellationToken.None));
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await host.GetAsync(Modality.Image, CancellationToken.None));
        await host.DisposeAsync();
    }

    [Fact]
    public async Task DisposeAsync_BatchesWaitForTensors_AreRefusedAndNoneHangs()
    {
        var host = new PackBuilder(_folder).Image(Models.MatMul(8, 16), 8, 16).Host();
        var encoder = await host.GetAsync(Modality.Image, TestContext.Current.CancellationToken);
        using var block = new BlockingWork();
        encoder.Queue(block);
        block.WaitUntilRunning();
        var batch = Enumerable.Range(0, 16 * 6).Select(i => TestProfile.Vector(Models.Random(8, i))).ToArray(); // six Runs, more than may be ready at once
        var calls = Enumerable.Range(0, 30).Select(_ => Task.Run(async () => await encoder.EncodeBatchAsync(batch, CancellationToken.None), TestContext.Current.CancellationToken)).ToArray();
        var dispose = Task.Run(async () => await host.DisposeAsync(), TestContext.Current.CancellationToken);
        block.Release();
        await dispose.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        foreach (var call in calls)
        {
            try
            {
                await call.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
            }
            catch (ObjectDisposedException)
            {
            }
        }
    }
}
