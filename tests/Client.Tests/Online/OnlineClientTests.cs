namespace UniBind.Grid.Client.Tests;

public sealed class OnlineClientTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Embed_OnePartOfManyFails_ThrowsItsErrorAndTakesTheOthersBack()
    {
        var grid = new FakeOnlineGrid("a");
        var others = new TaskCompletionSource();
        grid.Embed = async (_, request, stop) =>
        {
            if (request.Items.Any(i => i.Name == "bad"))
            {
                await Task.Delay(50, stop); // the others are on their way
                throw new GridException("This is the reason.");
            }
            try
            {
                await Task.Delay(Timeout.Infinite, stop);
            }
            finally
            {
                others.TrySetResult();
            }
            return FakeOnlineGrid.Reply(request);
        };
        // The parts, two of them at a time on their way to one silo: the texts, and the picture.
        MediaQuery[] items = [.. Texts(60), new MediaQuery { Name = "bad", Content = [1], Modality = Modality.Image }];
        using var online = new OnlineClient(grid.Grains);
        var error = await Assert.ThrowsAsync<GridException>(() => online.EmbedAsync("toy@0", items, cancellationToken: Cancelled).WaitAsync(Soon, Cancelled));
        Assert.Equal("This is the reason.", error.Message);
        await others.Task.WaitAsync(Soon, Cancelled);
    }

    [Fact]
    public async Task Embed_LaterPartRefusedWhileTheFirstIsInHand_WaitsForRoom()
    {
        var grid = new FakeOnlineGrid("a");
        var inside = 0;
        var refused = 0;
        grid.Embed = async (_, request, stop) =>
        {
            if (Interlocked.CompareExchange(ref inside, 1, 0) != 0)
            {
                Interlocked.Increment(ref refused);
                throw FakeOnlineGrid.Full();
            }
            await Task.Delay(200, stop); // nothing of the request is answered yet
            Volatile.Write(ref inside, 0);
            return FakeOnlineGrid.Reply(request);
        };
        using var online = new OnlineClient(grid.Grains);
        var found = await online.EmbedAsync("toy@0", Texts(256), cancellationToken: Cancelled).WaitAsync(Soon, Cancelled);
        Assert.All(found.Items, i => Assert.NotNull(i.Vector));
        Assert.InRange(refused, 1, int.MaxValue);
    }

    [Fact]
    public async Task Embed_NoPartIsLetIn_IsOverloadedAtOnce()
    {
        var grid = new FakeOnlineGrid("a") { Embed = async (_, _, stop) => { await Task.Delay(20, stop); throw FakeOnlineGrid.Full(); } };
        using var online = new OnlineClient(grid.Grains);
        var error = await Assert.ThrowsAsync<GridException>(() => online.EmbedAsync("toy@0", Texts(256), cancellationToken: Cancelled).WaitAsync(Soon, Cancelled));
        Assert.Equal(GridErrorKind.Overloaded, error.Kind);
    }

    [Fact]
    public async Task Embed_ItemThatKillsItsSilo_TakesTwoOfThemAndNoMore()
    {
        var grid = new FakeOnlineGrid("a", "b", "c", "d") { Embed = (_, _, _) => throw new SiloUnavailableException("It is gone.") };
        using var online = new OnlineClient(grid.Grains);
        var error = await Assert.ThrowsAsync<GridException>(() => online.EmbedAsync("toy@0", Texts(1), cancellationToken: Cancelled));
        Assert.Equal(GridErrorKind.Unavailable, error.Kind);
        Assert.Equal(2, grid.Calls.Distinct().Count());
        Assert.Equal(2, grid.Calls.Count);
    }

    [Fact]
    public async Task Embed_SiloSaysThatItIsUnavailable_IsSentToAnother()
    {
        var grid = new FakeOnlineGrid("a", "b");
        grid.Embed = (silo, request, _) => silo == "a" ? throw new GridException("Not now.") { Kind = GridErrorKind.Unavailable } : Task.FromResult(FakeOnlineGrid.Reply(request));
        using var online = new OnlineClient(grid.Grains);
        for (var i = 0; i < 20; i++)
            Assert.NotNull((await online.EmbedAsync("toy@0", Texts(1), cancellationToken: Cancelled)).Items[0].Vector);
        Assert.InRange(grid.Calls.Count(c => c == "a"), 0, 5); // left alone for a second after each failure
    }

    [Fact]
    public async Task Embed_OnlySiloFailedOnce_TheNextCallIsAnswered()
    {
        var grid = new FakeOnlineGrid("a") { Embed = (_, _, _) => throw new TimeoutException("Too late.") };
        using var online = new OnlineClient(grid.Grains);
        await Assert.ThrowsAsync<GridException>(() => online.EmbedAsync("toy@0", Texts(1), cancellationToken: Cancelled));
        grid.Embed = (_, request, _) => Task.FromResult(FakeOnlineGrid.Reply(request));
        Assert.NotNull((await online.EmbedAsync("toy@0", Texts(1), cancellationToken: Cancelled)).Items[0].Vector);
    }

    [Fact]
    public async Task Embed_SiloIsGivenUp_CancelsItsCallAndSendsItToAnother()
    {
        var grid = new FakeOnlineGrid("a");
        var cancelled = new TaskCompletionSource();
        grid.Embed = async (silo, request, stop) =>
        {
            if (silo == "a")
            {
                grid.Silos = ["b"];
                using var registration = stop.Register(cancelled.SetResult);
                await Task.Delay(Timeout.Infinite, CancellationToken.None);
            }
            return FakeOnlineGrid.Reply(request);
        };
        using var online = new OnlineClient(grid.Grains);
        Assert.NotNull((await online.EmbedAsync("toy@0", Texts(1), cancellationToken: Cancelled).WaitAsync(Soon, Cancelled)).Items[0].Vector);
        await cancelled.Task.WaitAsync(Soon, Cancelled);
        Assert.Equal(["a", "b"], grid.Calls);
    }

    [Fact]
    public async Task Embed_ModalityThatThePackLacks_IsNotFoundWithThoseItHas()
    {
        using var online = new OnlineClient(new FakeOnlineGrid("a").Grains);
        var error = await Assert.ThrowsAsync<GridException>(() => online.EmbedAsync("toy@0", [new MediaQuery { Name = "a.wav", Content = [1], Modality = Modality.Audio }], cancellationToken: Cancelled));
        Assert.Equal(GridErrorKind.NotFound, error.Kind);
        Assert.Contains("has no encoder for audio; it has ", error.Message, StringComparison.Ordinal);
        Assert.Contains("image", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Miss_ManyPollsAtOnce_GivesUpByTimeAndNotByTheirNumber()
    {
        var silo = new OnlineSilo("a", new FakeOnlineGrid().Grains);
        Assert.All(Enumerable.Range(0, 30), i => Assert.False(silo.Miss(1_000 + i * 100)));
        Assert.True(silo.IsSuspect);
        silo.Update(new WorkerInfo { Silo = "a", Name = "a", Device = "cpu" });
        Assert.False(silo.IsSuspect);
        Assert.False(silo.Miss(10_000));
        Assert.False(silo.Lost.IsCompleted);
        Assert.True(silo.Miss(13_000));
        Assert.True(silo.Lost.IsCompleted);
    }

    private static MediaQuery[] Texts(int count) => [.. Enumerable.Range(0, count).Select(i => MediaQuery.OfText($"text {i}"))];
}
