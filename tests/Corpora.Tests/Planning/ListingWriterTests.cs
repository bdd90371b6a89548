using UniBind.Grid.Testing;

namespace UniBind.Grid.Corpora.Tests;

public sealed class ListingWriterTests : IDisposable
{
    private readonly TempFolder _temp = new();
    private readonly JobFolder _folder;

    public ListingWriterTests() => _folder = new JobFolder(_temp.File("out"));

    public void Dispose() => _temp.Dispose();

    [Fact]
    public async Task WriteAsync_Source_FreezesPagesOfTheirSize()
    {
        var pages = await WriteAsync(new GeneratedSource(25), new ListingOptions { PageRows = 10 });

        Assert.Equal([(0, 0L, 10), (1, 10L, 10), (2, 20L, 5)], pages.Select(p => (p.Index, p.FirstOrdinal, p.Rows)));
        var (first, rows) = await ListingReader.ReadPageAsync(_folder, 2, TestContext.Current.CancellationToken);
        Assert.Equal(20, first);
        Assert.Equal("images/000000/000000024.png", rows[^1].Item!.Id);
        var summary = await ListingSummary.ReadAsync(_folder, TestContext.Current.CancellationToken);
        Assert.Equal((25L, 0L, 3), (summary!.Rows, summary.DeadLetters, summary.Pages.Count));
        Assert.False(Directory.Exists(_folder.IdIndex));
    }

    [Fact]
    public async Task WriteAsync_Rows_KeepEveryField()
    {
        var full = new CorpusItem
        {
            Id = "日本/ä\"\\\n🙂.png",
            Uri = "x#bytes=1+2",
            Modality = Modality.Thermal,
            Labels = ["a", ""],
            Group = "g\t",
            Split = "train",
            Text = "t\u2028",
            Bytes = long.MaxValue,
            Version = "v",
        };
        var bare = new CorpusItem { Id = "b", Uri = "b" };
        var dead = ListedItem.Failed("d", "u", ItemErrorCodes.Unreadable, "why");

        await WriteAsync(new FixedSource([ListedItem.Of(full), ListedItem.Of(bare), dead]), new ListingOptions());

        var (_, rows) = await ListingReader.ReadPageAsync(_folder, 0, TestContext.Current.CancellationToken);
        Assert.Equal(full with { Labels = [] }, rows[0].Item! with { Labels = [] }, new ItemComparer());
        Assert.Equal(full.Labels, rows[0].Item!.Labels);
        Assert.Equal(bare, rows[1].Item!, new ItemComparer());
        Assert.Equal(dead.Problem, rows[2].Problem);
    }

    [Fact]
    public async Task WriteAsync_RepeatedIds_FirstOneWins()
    {
        // Within a page (0 and 3), in a later page (7, 8), and again after merges of the index (95).
        var ids = Enumerable.Range(0, 100).Select(i => $"id{i}").ToArray();
        ids[3] = ids[0];
        ids[7] = ids[1];
        ids[8] = ids[1];
        ids[95] = ids[2];

        var pages = await WriteAsync(new GeneratedSource(100, i => ids[i]), new ListingOptions { PageRows = 5 });

        var dead = new List<(long, string)>();
        foreach (var page in pages)
        {
            var (first, rows) = await ListingReader.ReadPageAsync(_folder, page.Index, TestContext.Current.CancellationToken);
            for (var i = 0; i < rows.Count; i++)
                if (rows[i].Problem is { } problem)
                    dead.Add((first + i, problem.Code));
        }
        Assert.Equal([(3L, ItemErrorCodes.DuplicateId), (7L, ItemErrorCodes.DuplicateId), (8L, ItemErrorCodes.DuplicateId), (95L, ItemErrorCodes.DuplicateId)], dead);
        Assert.Equal(4, pages.Sum(p => p.DeadLetters));
    }

    [Fact]
    public async Task WriteAsync_Limit_EndsTheInput()
    {
        var pages = await WriteAsync(new GeneratedSource(1_000), new ListingOptions { Limit = 12, PageRows = 10 });

        Assert.Equal([10, 2], pages.Select(p => p.Rows));
    }

    [Fact]
    public async Task WriteAsync_EmptySource_HasNoPages()
    {
        Assert.Empty(await WriteAsync(new GeneratedSource(0), new ListingOptions()));
        Assert.Equal(0, (await ListingSummary.ReadAsync(_folder, TestContext.Current.CancellationToken))!.Rows);
    }

    [Fact]
    public async Task WriteAsync_LongTexts_BoundThePageByBytes()
    {
        var source = new FixedSource([.. Enumerable.Range(0, 10).Select(i => ListedItem.Of(new CorpusItem { Id = $"{i}", Uri = $"{i}", Text = new string('x', 1_000) }))]);

        var pages = await WriteAsync(source, new ListingOptions { PageBytes = 2_500 });

        Assert.Equal([3, 3, 3, 1], pages.Select(p => p.Rows));
    }

    [Fact]
    public async Task WriteAsync_Interrupted_ResumesToTheSameListing()
    {
        var options = new ListingOptions { PageRows = 10 };
        var expected = await WriteAsync(new GeneratedSource(55), options, new JobFolder(_temp.File("reference")));
        var interrupted = new GeneratedSource(55) { Listing = i => { if (i == 37) throw new IOException("the share went away"); } };

        await Assert.ThrowsAsync<IOException>(() => WriteAsync(interrupted, options));
        Assert.Null(await ListingSummary.ReadAsync(_folder, TestContext.Current.CancellationToken));
        Assert.True(File.Exists(_folder.ListingPage(2)));
        Assert.False(File.Exists(_folder.ListingPage(3)));
        var written = File.GetLastWriteTimeUtc(_folder.ListingPage(2));
        var resumed = await WriteAsync(new GeneratedSource(55), options);

        Assert.Equal(expected, resumed);
        Assert.Equal(written, File.GetLastWriteTimeUtc(_folder.ListingPage(2)));
    }

    [Fact]
    public async Task WriteAsync_CorpusChangedWhileInterrupted_IsRefused()
    {
        var options = new ListingOptions { PageRows = 10 };
        var interrupted = new GeneratedSource(55) { Listing = i => { if (i == 37) throw new IOException("gone"); } };
        await Assert.ThrowsAsync<IOException>(() => WriteAsync(interrupted, options));

        var error = await Assert.ThrowsAsync<CorpusException>(() => WriteAsync(new GeneratedSource(55, i => $"other{i}"), options));

        Assert.Contains("changed", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WriteAsync_Finished_IsNotListedAgain()
    {
        var first = await WriteAsync(new GeneratedSource(30), new ListingOptions { PageRows = 10 });
        var untouchable = new GeneratedSource(30) { Listing = _ => throw new InvalidOperationException("listed again") };

        Assert.Equal(first, await WriteAsync(untouchable, new ListingOptions { PageRows = 10 }));
    }

    private async Task<List<ListingPage>> WriteAsync(ICorpusSource source, ListingOptions options, JobFolder? folder = null)
    {
        var pages = new List<ListingPage>();
        await foreach (var page in ListingWriter.WriteAsync(source, folder ?? _folder, options, TestContext.Current.CancellationToken))
            pages.Add(page);
        return pages;
    }

    private sealed class ItemComparer : IEqualityComparer<CorpusItem>
    {
        public bool Equals(CorpusItem? x, CorpusItem? y) => x! with { Labels = Array.Empty<string>() } == y! with { Labels = Array.Empty<string>() };

        public int GetHashCode(CorpusItem item) => item.Id.GetHashCode(StringComparison.Ordinal);
    }
}
