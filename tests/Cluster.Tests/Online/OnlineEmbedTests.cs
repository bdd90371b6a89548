using UniBind.Grid.Client;
using UniBind.Grid.Testing;

namespace UniBind.Grid.Cluster.Tests;

[Collection(SpaceCollection.Name)]
public sealed class OnlineEmbedTests(SpaceFixture fixture)
{
    private IOnlineClient Online => fixture.Grid.Client.Online;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("embedded@1", true)]
    [InlineData("classic@0", false)]
    public async Task Embed_ItemsOfAJob_GivesTheVectorsOfTheJob(string space, bool isPublished)
    {
        using var folder = new TempFolder();
        if (isPublished)
            await fixture.PublishAsync("embedded", 1);
        var spec = fixture.Spec(Path.Combine(folder.Path, "out"), space);
        await fixture.RunAsync(spec);
        var rows = (await OutputRows.ReadAsync(spec.Output)).ToDictionary(r => r.Id);
        var queries = Modalities.All.Where(m => !isPublished || m != SpaceFixture.Headless).Select(fixture.Query).ToArray();

        var found = await Online.EmbedAsync(space, [.. queries.Select(q => q.Query)], cancellationToken: Cancelled);

        Assert.Equal(space, found.Space);
        Assert.Equal(queries.Length, found.Items.Count);
        for (var i = 0; i < queries.Length; i++)
        {
            var vector = found.Items[i].ToFloats();
            Assert.Equal(rows[queries[i].Id].Embedding.Length, vector.Length);
            for (var d = 0; d < vector.Length; d++)
                Assert.Equal(rows[queries[i].Id].Embedding[d], vector[d], tolerance: 1e-6);
        }
        Assert.True(found.Preprocess > TimeSpan.Zero && found.Run > TimeSpan.Zero, $"{found}");
    }

    [Fact]
    public async Task Embed_BareName_IsTheSpaceAndElseThePack()
    {
        var version = await fixture.PublishAsync("bare", 3);
        Assert.Equal(version.Id, (await Online.EmbedAsync("bare", [MediaQuery.OfText("three")], cancellationToken: Cancelled)).Space);
        Assert.Equal("classic@0", (await Online.EmbedAsync("classic", [MediaQuery.OfText("three")], cancellationToken: Cancelled)).Space);
    }

    [Theory]
    [InlineData("nowhere", "no space and no pack 'nowhere'")]
    [InlineData("text-embedding/3", "no space and no pack 'text-embedding/3'")]
    [InlineData("nowhere@2", "nowhere")]
    [InlineData("nopack@0", "there are 'classic'")]
    public async Task Embed_UnknownSpaceOrPack_IsNotFoundWithWhatThereIs(string space, string sentence)
    {
        var error = await Assert.ThrowsAsync<GridException>(() => Online.EmbedAsync(space, [MediaQuery.OfText("a")], cancellationToken: Cancelled));
        Assert.Contains(sentence, error.Message, StringComparison.Ordinal);
        Assert.Equal(GridErrorKind.NotFound, error.Kind);
    }

    [Fact]
    public async Task Embed_BadItemsAmongGoodOnes_FailAloneWithTheirCodes()
    {
        var good = fixture.Query(Modality.Image).Query;
        var bad = good with { Name = "cut.png", Content = good.Content[..(good.Content.Length / 2)] };
        var found = await Online.EmbedAsync("classic@0", [good, bad, MediaQuery.OfText("fine"), MediaQuery.OfText(""), good with { Name = "text.png", Content = "no picture"u8.ToArray() }], cancellationToken: Cancelled);
        Assert.Equal([null, ItemErrorCodes.Corrupt, null, ItemErrorCodes.Empty, ItemErrorCodes.Unsupported], found.Items.Select(i => i.Code));
        Assert.All(found.Items, i => Assert.True(i.Vector is null == i.Message is { Length: > 0 }));
    }

    [Fact]
    public async Task Embed_ModalityWithoutHead_IsRefusedWithTheWayOut()
    {
        await fixture.PublishAsync("headless", 1);
        var error = await Assert.ThrowsAsync<GridException>(() => Online.EmbedAsync("headless@1", [fixture.Query(SpaceFixture.Headless).Query], cancellationToken: Cancelled));
        Assert.Contains("has no head for video; train one with 'unibind align'", error.Message, StringComparison.Ordinal);
        Assert.Equal(GridErrorKind.NotFound, error.Kind);
    }

    [Fact]
    public async Task Embed_OneByteOverFourMebibytes_IsTooLarge()
    {
        var item = new MediaQuery { Name = "big.png", Content = new byte[EmbedRequest.MaxBytes + 1], Modality = Modality.Image };
        var error = await Assert.ThrowsAsync<GridException>(() => Online.EmbedAsync("classic@0", [MediaQuery.OfText("a"), item], cancellationToken: Cancelled));
        Assert.Equal(GridErrorKind.TooLarge, error.Kind);
        Assert.Contains("Item 1, 'big.png', has 4,194,305 bytes", error.Message, StringComparison.Ordinal);
        var large = MediaQuery.OfText(new string('a', EmbedRequest.MaxBytes / 2));
        var found = await Online.EmbedAsync("classic@0", [large, large, large], cancellationToken: Cancelled); // more than a call carries
        Assert.All(found.Items, i => Assert.True(i.Vector is not null || i.Code == ItemErrorCodes.TooLarge, i.Message));
    }

    [Fact]
    public async Task Embed_TenThousandTexts_AreSplitAndEachGetsItsOwnVector()
    {
        var texts = Enumerable.Range(0, 10_000).Select(i => MediaQuery.OfText($"the text of number {i * 7919 % 10_007}")).ToArray();
        var found = await Online.EmbedAsync("classic@0", texts, cancellationToken: Cancelled);
        Assert.Equal(texts.Length, found.Items.Count);
        Assert.All(found.Items, i => Assert.NotNull(i.Vector));
        foreach (var i in (int[])[0, 63, 64, 5_000, 9_999])
        {
            var alone = (await Online.EmbedAsync("classic@0", [texts[i]], cancellationToken: Cancelled)).Items[0].ToFloats();
            var together = found.Items[i].ToFloats();
            for (var d = 0; d < alone.Length; d++)
                Assert.Equal(alone[d], together[d], tolerance: 1e-6);
        }
    }

    [Fact]
    public async Task Embed_TimeThatIsOver_IsDeadlineExceededAndFreesItsPlaces()
    {
        await Online.EmbedAsync("classic@0", [MediaQuery.OfText("warm")], cancellationToken: Cancelled);
        using var holds = fixture.Grid.HoldDecoders();
        var error = await Assert.ThrowsAsync<GridException>(() => Online.EmbedAsync("classic@0", [MediaQuery.OfText("late")], TimeSpan.FromMilliseconds(200), Cancelled));
        Assert.Equal(GridErrorKind.DeadlineExceeded, error.Kind);
        await fixture.Grid.WaitUntilIdleAsync();
    }

    [Fact]
    public async Task Embed_ClientThatLeaves_FreesItsPlacesAtOnce()
    {
        await Online.EmbedAsync("classic@0", [MediaQuery.OfText("warm")], cancellationToken: Cancelled);
        using var holds = fixture.Grid.HoldDecoders();
        using var leaves = new CancellationTokenSource();
        var calls = Enumerable.Range(0, 20).Select(i => Online.EmbedAsync("classic@0", [MediaQuery.OfText($"item {i}")], cancellationToken: leaves.Token)).ToArray();
        while (fixture.Grid.OnlineItems().Sum() < 20)
            await Task.Delay(10, Cancelled);
        await leaves.CancelAsync();
        foreach (var call in calls)
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        await fixture.Grid.WaitUntilIdleAsync();
    }

    [Fact]
    public async Task Embed_CallThatIsTooLarge_IsRefusedByTheSilo()
    {
        var worker = (await fixture.Grid.Client.DescribeWorkersAsync())[0];
        var grain = fixture.Grid.Grains.GetGrain<IEncoderGrain>(PinnedKey.For("text", worker.Silo));
        var request = new EmbedRequest { Manifest = "", Pack = "classic", PackSha256 = worker.Encoders[0].PackSha256, Items = [] };
        var item = new EmbedItem("a.txt", new byte[EmbedRequest.MaxBytes / 2 + 1]);
        Assert.Equal(GridErrorKind.TooLarge, (await Assert.ThrowsAsync<GridException>(() => grain.EmbedAsync(request with { Items = [item, item] }, Cancelled))).Kind);
        Assert.Contains("1 to 64 items", (await Assert.ThrowsAsync<GridException>(() => grain.EmbedAsync(request, Cancelled))).Message, StringComparison.Ordinal);
        Assert.Equal(GridErrorKind.NotFound, (await Assert.ThrowsAsync<GridException>(() => grain.EmbedAsync(request with { Pack = "clip", Items = [new EmbedItem("a.txt", [65])] }, Cancelled))).Kind);
    }
}
