using UniBind.Grid.Testing;

namespace UniBind.Grid.Cluster.Tests;

public sealed class SearchLossTests(GridFixture fixture)
{
    private const int Searches = 8;

    [Fact]
    public async Task Search_EncoderSiloKilledMeanwhile_FindsTheSame()
    {
        await using var grid = await GridCluster.StartAsync(encoders: 2, options => options.ShardItems["text"] = 1);
        using var folder = new TempFolder();
        var spec = new JobSpec { Source = fixture.Corpus, Output = Path.Combine(folder.Path, "out"), Space = "classic@0", Modalities = [Modality.Text] };
        await grid.Client.SubmitAsync("searched", spec);
        Assert.Equal(JobState.Done, (await grid.FinishAsync("searched")).State);
        var request = new SearchRequest { Folders = [spec.Output], Query = MediaQuery.OfText("the digit seven"), Top = 50 };
        var expected = await grid.Client.Search.SearchAsync(request, TestContext.Current.CancellationToken);

        var searches = Enumerable.Range(0, Searches).Select(_ => grid.Client.Search.SearchAsync(request, TestContext.Current.CancellationToken)).ToArray();
        await Task.WhenAny(searches);
        Assert.Contains(searches, search => !search.IsCompleted);
        await grid.KillAsync(grid.Silos[2]);

        Assert.Equal((290L, 50), (expected.Rows, expected.Hits.Length));
        foreach (var reply in await Task.WhenAll([.. searches, grid.Client.Search.SearchAsync(request, TestContext.Current.CancellationToken)]))
        {
            Assert.Equal(expected.Rows, reply.Rows);
            Assert.Equal(expected.Hits.Select(h => (h.Id, h.Uri, h.Score, h.Folder)), reply.Hits.Select(h => (h.Id, h.Uri, h.Score, h.Folder)));
        }
    }
}
