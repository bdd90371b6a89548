using System.Net;
using UniBind.Grid.Client;
using UniBind.Grid.Encoding;
using UniBind.Grid.Silo;
using UniBind.Grid.Testing;

namespace UniBind.Grid.Cluster.Tests;

/// <summary>What brought Infinity down, by the numbers of its issues (github.com/michaelfeil/infinity).</summary>
public sealed class InfinityTests
{
    // A picture of one pixel: 8 bits, grey, from its header to its end.
    private static readonly byte[] OnePixel = Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==");

    /// <summary>609: "1x1 input image can crash /v1/embeddings until pod restart while health returns 200".</summary>
    [Fact]
    public async Task Infinity_609_PictureOfOnePixel_IsAnsweredAndTheGridStaysReadyAndServes()
    {
        using var folder = new TempFolder();
        await using var grid = await EmbeddedGrid.StartAsync(
            new EmbeddedGridOptions { HttpPort = 0, Encoder = o => o.Packs.Add(ClassicPack.Folder) }, TestContext.Current.CancellationToken);
        var client = new GridClient(grid.Client);
        var silo = Assert.Single(await client.DescribeWorkersAsync()).Silo;
        var encoder = grid.Client.GetGrain<IEncoderGrain>(PinnedKey.For(Modality.Image.Name(), silo));
        for (var i = 0; i < 3; i++)
        {
            var one = await AskAsync(encoder, OnePixel); // a vector or a refusal, both within their time
            Assert.True(one.Vector is not null || one.Refusal is { Length: > 0 }, one.Refusal);
        }

        Directory.CreateDirectory(Path.Combine(folder.Path, "corpus"));
        for (var i = 0; i < 5; i++)
            File.WriteAllBytes(Path.Combine(folder.Path, "corpus", $"one{i}.png"), OnePixel);
        folder.Write("corpus/text.txt", "A text beside pictures of one pixel.");
        await client.SubmitAsync("pixels", new JobSpec { Source = Path.Combine(folder.Path, "corpus"), Output = Path.Combine(folder.Path, "out"), Space = "classic@0" });
        JobProgress? end = null;
        await foreach (var progress in client.WatchAsync("pixels", TestContext.Current.CancellationToken))
            end = progress;
        Assert.Equal((JobState.Done, 6L), (end!.State, end.Finished));

        using var http = new HttpClient();
        var ready = new Uri($"http://localhost:{grid.Address.HttpPort}/health/ready");
        while ((await http.GetAsync(ready, TestContext.Current.CancellationToken)).StatusCode != HttpStatusCode.OK)
            await Task.Delay(50, TestContext.Current.CancellationToken); // the other encoders are being loaded
        Assert.NotNull((await AskAsync(grid.Client.GetGrain<IEncoderGrain>(PinnedKey.For(Modality.Text.Name(), silo)), "still there"u8.ToArray(), "a.txt")).Vector);
    }

    private static async Task<(byte[]? Vector, string? Refusal)> AskAsync(IEncoderGrain encoder, byte[] content, string name = "one.png")
    {
        try
        {
            var sha256 = (await encoder.DescribeAsync())[0].PackSha256;
            var reply = await encoder.EmbedAsync(new EmbedRequest { Manifest = "", Pack = "classic", PackSha256 = sha256, Items = [new EmbedItem(name, content)] }, TestContext.Current.CancellationToken)
                .WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
            return (reply.Items[0].Vector, reply.Items[0].Message);
        }
        catch (GridException e)
        {
            return (null, e.Message);
        }
    }
}
