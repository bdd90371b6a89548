using System.Text.Json;
using UniBind.Grid.Corpora;
using UniBind.Grid.Testing;

namespace UniBind.Grid.Cluster.Tests;

public sealed class DuplicateTests(GridFixture fixture) : IDisposable
{
    private const int Texts = 90;
    private const int Contents = 30;
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Run_ContentsRepeatedOverPagesAndSilos_AreEncodedOnceAndCopiedBitByBit()
    {
        await using var grid = await StartAsync();
        var corpus = WriteCorpus();
        var spec = new JobSpec { Source = corpus, Output = Path.Combine(_folder.Path, "out"), Space = "classic@0", LongText = "chunk-rows" };
        await grid.Client.SubmitAsync("first", spec);
        var end = await grid.FinishAsync("first");

        // 90 texts of 30 contents, one of them in several rows; 12 copies of one picture, and of one that is broken behind its header.
        Assert.True(end.State == JobState.Done, end.Message);
        var ledger = (await FinishedJob.ReadAsync(new JobFolder(spec.Output), TestContext.Current.CancellationToken)).Ledger;
        Assert.Equal((114L, 31L, 71L, 12L, true), (ledger.Input, ledger.Embedded, ledger.Duplicate, ledger.DeadLettered, ledger.Closed));
        Assert.Equal((31L, 71L, 12L), (end.Embedded, end.Duplicate, end.DeadLettered));
        var rows = (await OutputRows.ReadAsync(spec.Output)).ToDictionary(r => r.Id);
        var byContent = rows.Values.GroupBy(r => r.ContentSha256).ToArray();
        Assert.Equal(Contents + 1, byContent.Length);
        for (var i = 0; i < Texts; i++)
        {
            var chunks = rows.Values.Where(r => r.Id == $"t{i:D2}" || r.Id.StartsWith($"t{i:D2}#chunk=", StringComparison.Ordinal)).ToArray();
            Assert.True(i % Contents == 0 ? chunks.Length > 1 : chunks.Length == 1, $"{i}: {chunks.Length}");
            Assert.All(chunks, r => Assert.Equal($"label {i}", r.Labels.Single()));
            foreach (var row in chunks)
                Assert.Equal(rows[row.Id.Replace($"t{i:D2}", $"t{i % Contents:D2}", StringComparison.Ordinal)].Embedding, row.Embedding);
        }
        var errors = File.ReadLines(new JobFolder(spec.Output).Errors).Select(l => JsonSerializer.Deserialize<JsonElement>(l)).ToArray();
        Assert.Equal(12, errors.Length);
        Assert.Single(errors.Select(e => e.GetProperty("code").GetString()).Distinct());
        Assert.Equal(11, errors.Count(e => e.GetProperty("message").GetString()!.Contains("'broken00'", StringComparison.Ordinal)));

        var again = spec with { Output = Path.Combine(_folder.Path, "again") };
        await grid.Client.SubmitAsync("again", again);
        Assert.Equal(JobState.Done, (await grid.FinishAsync("again")).State);
        Assert.Equal(
            await CanonicalHash.ComputeAsync(spec.Output, TestContext.Current.CancellationToken), await CanonicalHash.ComputeAsync(again.Output, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Run_HashGivenByTheManifestIsAnother_IsADeadLetterThatSaysChanged()
    {
        var corpus = _folder.Write("given.jsonl", string.Join('\n',
            JsonSerializer.Serialize(new { id = "right", text = "a cup", sha256 = Convert.ToHexString(System.Security.Cryptography.SHA256.HashData("a cup"u8)) }),
            JsonSerializer.Serialize(new { id = "wrong", text = "a plate", sha256 = new string('0', 64) }),
            JsonSerializer.Serialize(new { id = "no hash", text = "a bowl", sha256 = "xyz" })));
        var spec = new JobSpec { Source = corpus, Output = Path.Combine(_folder.Path, "out"), Space = "classic@0" };
        await fixture.Grid.Client.SubmitAsync("given-hashes", spec);
        var end = await fixture.Grid.FinishAsync("given-hashes");

        Assert.Equal((JobState.Done, 1L, 2L), (end.State, end.Embedded, end.DeadLettered));
        var errors = File.ReadLines(new JobFolder(spec.Output).Errors).Select(l => JsonSerializer.Deserialize<JsonElement>(l)).ToDictionary(e => e.GetProperty("id").GetString()!, e => e.GetProperty("code").GetString());
        Assert.Equal(ItemErrorCodes.Changed, errors["wrong"]);
        Assert.Equal(ItemErrorCodes.Corrupt, errors["no hash"]);
    }

    /// <summary>Pages of 20 rows and shards of 7, on two silos.</summary>
    internal static Task<GridCluster> StartAsync() => GridCluster.StartAsync(encoders: 2, options =>
    {
        options.PageRows = 20;
        foreach (var modality in Modalities.All)
            options.ShardItems[modality.Name()] = 7;
    });

    private string WriteCorpus()
    {
        var picture = Directory.EnumerateFiles(fixture.Corpus, "*.png", SearchOption.AllDirectories).Order(StringComparer.Ordinal).First();
        var bytes = File.ReadAllBytes(picture);
        var rows = new List<object>();
        for (var i = 0; i < Texts; i++)
        {
            var text = i % Contents == 0 ? string.Concat(Enumerable.Range(0, 3_000).Select(k => $"word{k} ")) : $"This is sentence number {i % Contents}.";
            rows.Add(new { id = $"t{i:D2}", text, labels = new[] { $"label {i}" } });
        }
        for (var i = 0; i < 12; i++)
        {
            _folder.Write($"corpus/p{i:D2}.png", bytes);
            _folder.Write($"corpus/broken{i:D2}.png", bytes[..(bytes.Length / 2)]);
            rows.Add(new { id = $"p{i:D2}", uri = $"p{i:D2}.png", modality = "image" });
            rows.Add(new { id = $"broken{i:D2}", uri = $"broken{i:D2}.png", modality = "image" });
        }
        _folder.Write("corpus/manifest.jsonl", string.Join('\n', rows.Select(r => JsonSerializer.Serialize(r))));
        return Path.Combine(_folder.Path, "corpus");
    }
}
