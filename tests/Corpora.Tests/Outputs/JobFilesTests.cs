using System.Text.Json;
using UniBind.Grid.Testing;

namespace UniBind.Grid.Corpora.Tests;

public sealed class JobFilesTests : IDisposable
{
    private static readonly PlanOptions Plan = new() { ItemsByModality = Modalities.All.ToDictionary(m => m, _ => 4) };
    private readonly TempFolder _temp = new();
    private readonly JobFolder _folder;
    private readonly JobFiles _files;

    public JobFilesTests()
    {
        _folder = new JobFolder(_temp.File("out"));
        _files = new JobFiles(_folder);
    }

    public void Dispose() => _temp.Dispose();

    [Fact]
    public async Task ClaimAsync_Twice_IsTheSameJob()
    {
        await _files.ClaimAsync("job-1", """{"source":"x"}""", TestContext.Current.CancellationToken);
        await _files.ClaimAsync("job-1", """{"source":"x"}""", TestContext.Current.CancellationToken);

        var header = await _files.ReadHeaderAsync(TestContext.Current.CancellationToken);
        Assert.Equal(("job-1", "x"), (header!.Job, header.Spec.GetProperty("source").GetString()));
    }

    [Fact]
    public async Task ClaimAsync_OtherJob_IsRefusedInOneSentence()
    {
        await _files.ClaimAsync("job-1", "{}", TestContext.Current.CancellationToken);

        var error = await Assert.ThrowsAsync<CorpusException>(() => _files.ClaimAsync("job-2", "{}", TestContext.Current.CancellationToken));

        Assert.Contains("job-1", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Theory]
    [InlineData("out/part-00000.parquet")]
    [InlineData("out/_SUCCESS")]
    public async Task ClaimAsync_ForeignFiles_IsRefused(string name)
    {
        _temp.Write(name, "x");

        await Assert.ThrowsAsync<CorpusException>(() => _files.ClaimAsync("job-1", "{}", TestContext.Current.CancellationToken));
        Assert.False(File.Exists(_folder.Header));
    }

    [Fact]
    public async Task ClaimAsync_ManyJobsAtOnce_OneGetsTheFolder()
    {
        var claims = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(async () =>
        {
            try
            {
                await new JobFiles(_folder).ClaimAsync($"job-{i}", "{}", CancellationToken.None);
                return true;
            }
            catch (CorpusException)
            {
                return false;
            }
        })));

        Assert.Single(claims, true);
    }

    [Fact]
    public async Task ClaimAsync_FolderIsAFile_SaysSo()
    {
        _temp.Write("out", "a file");

        await Assert.ThrowsAsync<CorpusException>(() => _files.ClaimAsync("job-1", "{}", TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task FinishAsync_CompleteJob_ClosesTheLedger(bool npy)
    {
        IPartSink sink = npy ? new NpyPartSink() : new ParquetPartSink();
        await RunAsync(sink);
        _temp.Write($"out/_attempts/{ShardId.Of(0, 0)}.9.9.garbage", "x");

        var lost = _temp.Write("out/_plan/page-00000/shards-0123456789abcdef.jsonl", "of a planner that lost");
        var torn = _temp.Write($"out/._manifest.json.{Guid.NewGuid():N}", "of a finish that was killed");

        var ledger = await FinishAsync(sink);

        Assert.Equal((40L, 3L, 5L, true), (ledger.Input, ledger.DeadLettered, ledger.Filtered["modality"], ledger.Closed));
        Assert.Equal(ledger.Input, ledger.Embedded + ledger.Reused + ledger.DeadLettered + 5);
        Assert.Equal(1, ledger.Modalities[JobLedger.UnknownModality].DeadLettered);
        Assert.Equal(1, ledger.Modalities["audio"].DeadLettered);
        Assert.Equal((1L, 2L), (ledger.DeadLetterCodes[ItemErrorCodes.DuplicateId], ledger.DeadLetterCodes[ItemErrorCodes.Corrupt]));

        var errors = (await File.ReadAllLinesAsync(_folder.Errors, TestContext.Current.CancellationToken)).Select(l => JsonDocument.Parse(l).RootElement).ToArray();
        Assert.Equal(3, errors.Length);
        Assert.Equal(["id", "uri", "stage", "code", "message"], errors[0].EnumerateObject().Select(p => p.Name));
        Assert.Contains("plan", errors.Select(e => e.GetProperty("stage").GetString()));

        var manifest = JsonDocument.Parse(await File.ReadAllTextAsync(_folder.Manifest, TestContext.Current.CancellationToken)).RootElement;
        Assert.Equal(ledger.Embedded + ledger.Reused, manifest.GetProperty("rows").GetInt64());
        Assert.Equal("cpu", manifest.GetProperty("numerics").GetProperty("provider").GetString());
        foreach (var part in manifest.GetProperty("parts").EnumerateArray())
            Assert.Equal(part.GetProperty("sha256").GetString(), await FileHash.Sha256Async(Path.Combine(_folder.Root, part.GetProperty("file").GetString()!), TestContext.Current.CancellationToken));
        var stored = JsonDocument.Parse(await File.ReadAllTextAsync(_folder.Ledger, TestContext.Current.CancellationToken)).RootElement;
        Assert.True(stored.GetProperty("closed").GetBoolean());
        Assert.Equal(12, JsonDocument.Parse(await File.ReadAllTextAsync(_folder.Report, TestContext.Current.CancellationToken)).RootElement.GetProperty("speed").GetInt32());
        Assert.True(File.Exists(_folder.Success));
        Assert.False(Directory.Exists(_folder.Attempts) || File.Exists(lost) || File.Exists(torn));
        Assert.Equal([_folder.PlannedPage(0), _folder.PlannedPage(1)], Directory.GetDirectories(_folder.Plan).Order());
    }

    [Fact]
    public async Task FinishAsync_Again_WritesTheSameFiles()
    {
        await RunAsync(new ParquetPartSink());
        await FinishAsync(new ParquetPartSink());
        var names = new[] { _folder.Errors, _folder.Manifest, _folder.Ledger, _folder.Report, _folder.Success };
        var first = names.Select(File.ReadAllText).ToArray();

        await FinishAsync(new ParquetPartSink());

        Assert.Equal(first, names.Select(File.ReadAllText));
    }

    [Fact]
    public async Task FinishAsync_MissingPart_IsRefusedAndNothingIsWritten()
    {
        await RunAsync(new ParquetPartSink());
        File.Delete(Directory.GetFiles(_folder.Root, "part-*")[0]);

        await AssertRefusedAsync("has no part");
    }

    [Fact]
    public async Task FinishAsync_PartWithTooFewItems_IsRefused()
    {
        await RunAsync(new ParquetPartSink(), lose: "00000-0001");

        await AssertRefusedAsync("00000-0001");
    }

    [Fact]
    public async Task FinishAsync_StrayPart_IsRefused()
    {
        await RunAsync(new ParquetPartSink());
        await new ParquetPartSink().CommitAsync(_folder, "00007-0000", 0, 1, Rows.Make(1), [], TestContext.Current.CancellationToken);

        await AssertRefusedAsync("parts");
    }

    [Fact]
    public async Task FinishAsync_OtherSpace_IsRefused()
    {
        await RunAsync(new ParquetPartSink());

        var error = await Assert.ThrowsAsync<LedgerException>(() => _files.FinishAsync(Summary("digits@4"), new ParquetPartSink(), TestContext.Current.CancellationToken));

        Assert.Contains("digits@4", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FinishAsync_ListingNotFinished_IsRefused()
    {
        await _files.ClaimAsync("job-1", "{}", TestContext.Current.CancellationToken);

        await AssertRefusedAsync("listing");
    }

    [Fact]
    public async Task FinishAsync_OrphanedArrays_AreSwept()
    {
        await RunAsync(new NpyPartSink());
        var orphan = _temp.Write("out/part-00000-0000.0123456789abcdef.npy", "x");

        await FinishAsync(new NpyPartSink());

        Assert.False(File.Exists(orphan));
        var rows = 0;
        await foreach (var _ in PartReader.ReadAsync(_folder.Root, TestContext.Current.CancellationToken))
            rows++;
        Assert.Equal(32, rows);
    }

    /// <summary>40 rows in two pages: one repeated id, five filtered, two that die in shards.</summary>
    private async Task RunAsync(IPartSink sink, string? lose = null)
    {
        var ct = TestContext.Current.CancellationToken;
        await _files.ClaimAsync("job-1", "{}", ct);
        var items = Enumerable.Range(0, 40).Select(i => ListedItem.Of(new CorpusItem { Id = i == 30 ? "item00" : $"item{i:D2}", Uri = $"u{i}", Modality = i is > 10 and < 16 ? Modality.Video : null }));
        var source = new FixedSource([.. items]);
        var plan = Plan with { Modalities = new HashSet<Modality> { Modality.Image, Modality.Audio } };
        await foreach (var page in ListingWriter.WriteAsync(source, _folder, new ListingOptions { PageRows = 25 }, ct))
        {
            var planned = await PagePlanner.PlanAsync(_folder, page.Index, source, (i, _) => new(i.Id[^1] % 2 == 0 ? Modality.Image : Modality.Audio, "x", 1), plan, ct);
            foreach (var shard in planned.Shards)
                await RunAsync(sink, shard, lose);
        }
    }

    private async Task RunAsync(IPartSink sink, ShardInfo shard, string? lose)
    {
        var ct = TestContext.Current.CancellationToken;
        var items = await ShardFile.ReadAsync(_folder.Shard(shard.Id), ct);
        var rows = new List<OutputRow>();
        var dead = new List<DeadLetter>();
        foreach (var item in items.Skip(shard.Id == lose ? 1 : 0))
        {
            if (item.Item.Id is "item07" or "item28")
                dead.Add(new(item.Item.Id, item.Item.Uri, ItemStage.Decode, ItemErrorCodes.Corrupt, "broken"));
            else
                rows.Add(Rows.Make(1)[0] with { Id = item.Item.Id, Uri = item.Item.Uri, Modality = item.Modality, Origin = item.Ordinal % 3 == 0 ? RowOrigin.Reused : RowOrigin.Embedded });
        }
        await sink.CommitAsync(_folder, shard.Id, 0, 1, rows, dead, ct);
    }

    private async Task AssertRefusedAsync(string because)
    {
        var error = await Assert.ThrowsAsync<LedgerException>(() => FinishAsync(new ParquetPartSink()));
        Assert.Contains(because, error.Message, StringComparison.Ordinal);
        Assert.All(new[] { _folder.Errors, _folder.Manifest, _folder.Ledger, _folder.Report, _folder.Success }, f => Assert.False(File.Exists(f)));
    }

    private Task<JobLedger> FinishAsync(IPartSink sink) => _files.FinishAsync(Summary(Rows.Space), sink, TestContext.Current.CancellationToken);

    private static JobCompletion Summary(string space) => new()
    {
        JobId = "job-1",
        Space = space,
        Pack = "classic",
        Numerics = new Dictionary<string, string> { ["provider"] = "cpu", ["isa"] = "avx2" },
        Created = new DateTimeOffset(2026, 8, 1, 0, 0, 0, TimeSpan.Zero),
        Epoch = 3,
        Report = new { Speed = 12 },
    };
}
