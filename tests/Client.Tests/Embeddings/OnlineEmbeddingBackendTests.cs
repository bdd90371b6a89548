using System.Runtime.InteropServices;

namespace UniBind.Grid.Client.Tests;

public sealed class OnlineEmbeddingBackendTests
{
    [Fact]
    public async Task EmbedAsync_Mixed_GivesVectorsAndErrorsAtTheirPlaces()
    {
        var large = new MediaQuery { Name = "a.png", Content = new byte[EmbedRequest.MaxBytes + 1], Modality = Modality.Image };
        var reply = await new OnlineEmbeddingBackend(new Online()).EmbedAsync("digits", [large, MediaQuery.OfText("bad"), MediaQuery.OfText("good")], null, TestContext.Current.CancellationToken);

        Assert.Equal(("digits@7", 5L), (reply.Model, reply.Tokens));
        Assert.Equal([(0, "too-large"), (1, "empty")], reply.Items.Where(i => i.Error is not null).Select(i => (i.Error!.Index, i.Error.Code)));
        Assert.Equal(GridStub.VectorOf("good"), reply.Items[2].Vector.ToArray());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(8)]
    public async Task EmbedAsync_Dimensions_AreTheFirstOnesWithLength1(int dimensions)
    {
        var reply = await new OnlineEmbeddingBackend(new Online()).EmbedAsync("digits", [MediaQuery.OfText("good")], dimensions, TestContext.Current.CancellationToken);

        var cut = reply.Items[0].Vector.ToArray();
        var whole = GridStub.VectorOf("good");
        var norm = Math.Sqrt(whole.Take(dimensions).Sum(v => (double)v * v));
        Assert.Equal(dimensions, cut.Length);
        Assert.All(cut.Zip(whole), pair => Assert.Equal(pair.Second / norm, pair.First, 6));
    }

    [Fact]
    public async Task EmbedAsync_MoreDimensionsThanThereAre_IsRefused()
    {
        var error = await Assert.ThrowsAsync<GridException>(() =>
            new OnlineEmbeddingBackend(new Online()).EmbedAsync("digits", [MediaQuery.OfText("good")], 9, TestContext.Current.CancellationToken));

        Assert.Equal(GridErrorKind.Refused, error.Kind);
        Assert.Contains("1 to 8", error.Message, StringComparison.Ordinal);
    }

    private sealed class Online : IOnlineClient
    {
        public Task<OnlineEmbeddings> EmbedAsync(string space, IReadOnlyList<MediaQuery> items, TimeSpan? timeout = null, CancellationToken cancellationToken = default) =>
            Task.FromResult(new OnlineEmbeddings(space + "@7", [.. items.Select(Embed)], default, default, default));

        public Task<ClassifyReply> ClassifyAsync(string space, MediaQuery item, int top = 5, TimeSpan? timeout = null, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        private static EmbeddedItem Embed(MediaQuery item)
        {
            var text = System.Text.Encoding.UTF8.GetString(item.Content);
            return text == "bad"
                ? new EmbeddedItem { Code = ItemErrorCodes.Empty, Message = "it holds nothing." }
                : new EmbeddedItem { Vector = MemoryMarshal.AsBytes<float>(GridStub.VectorOf(text)).ToArray(), Tokens = 5 };
        }
    }
}
