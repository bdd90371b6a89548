using System.Security.Cryptography;
using System.Text;

namespace UniBind.Grid.Corpora.Tests;

/// <summary>
/// Jobs over corpora in memory, planned by two planners at once and run in any order. An embedding depends on the job and the item and not on
/// the content, so that a row that was to be copied and was not is another. Images have a head and raw embeddings, audio has neither.
/// </summary>
internal sealed class ContentJob(string root, int seed)
{
    public const int PageRows = 8;
    private const int Dimension = 3;
    private static readonly PlanOptions Plan = new() { ItemsByModality = Modalities.All.ToDictionary(m => m, _ => 3), Parallelism = 2 };
    private readonly Random _random = new(seed);

    public ParquetPartSink Sink { get; } = new();

    public async Task<(JobFolder Folder, JobLedger Ledger)> RunAsync(string name, IReadOnlyList<ContentItem> items, JobFolder? since = null, bool append = false)
    {
        var ct = TestContext.Current.CancellationToken;
        var folder = new JobFolder(Path.Combine(root, name));
        await new JobFiles(folder).ClaimAsync(name, "{}", ct);
        var plans = await PlanAsync(folder, new ContentSource(items), since, append);
        var shards = plans.SelectMany(p => p.Shards).ToArray();
        _random.Shuffle(shards);
        foreach (var shard in shards.OrderBy(s => s.Kind == ShardKind.Copy))
            await CommitAsync(name, folder, shard, since);
        return (folder, await FinishedOutput.FinishAsync(folder, Sink, name));
    }

    public async Task<IReadOnlyList<PagePlan>> PlanAsync(JobFolder folder, ICorpusSource source, JobFolder? since = null, bool append = false)
    {
        var ct = TestContext.Current.CancellationToken;
        if (since is not null)
            await EarlierIndex.BuildAsync(since, folder, ct);
        var pages = new List<int>();
        await foreach (var page in ListingWriter.WriteAsync(source, folder, new ListingOptions { PageRows = PageRows }, ct, append ? EarlierItems.ListAsync(since!, ct) : null))
            pages.Add(page.Index);
        using var earlier = since is null ? null : await EarlierIndex.OpenAsync(folder, ct);
        using var first = new PageLinks(folder, PlanScratch.Of(folder), earlier);
        using var second = new PageLinks(folder, PlanScratch.Of(folder), earlier);
        var order = pages.ToArray();
        _random.Shuffle(order);
        return await Task.WhenAll(order.Select(page =>
            PagePlanner.PlanAsync(folder, page, source, ContentSource.Probe, Plan, ct, _random.Next(2) == 0 ? first : second)));
    }

    /// <summary>The rows by id, with their raw embeddings.</summary>
    public static async Task<Dictionary<string, (OutputRow Row, float[] Raw)>> RowsAsync(JobFolder folder)
    {
        var ct = TestContext.Current.CancellationToken;
        var rows = new Dictionary<string, OutputRow>();
        await foreach (var row in PartReader.ReadAsync(folder.Root, ct))
            rows.Add(row.Id, row);
        var all = new Dictionary<string, (OutputRow, float[])>();
        await foreach (var shard in (await RawReader.OpenAsync(folder.Root, ct)).ReadAsync(ct))
            for (var i = 0; i < shard.Rows.Count; i++)
                all.Add(shard.Rows[i].Id, (rows[shard.Rows[i].Id], shard.RawOf(i).ToArray()));
        Assert.Equal(rows.Count, all.Count);
        return all;
    }

    private async Task CommitAsync(string name, JobFolder folder, ShardInfo shard, JobFolder? since)
    {
        var ct = TestContext.Current.CancellationToken;
        var items = await ShardFile.ReadAsync(folder.Shard(shard.Id), ct);
        var made = shard.Kind switch
        {
            ShardKind.Carry => await new ShardCopier(since!, RowOrigin.Carried, keepRaw: true).CopyAsync(items, ct),
            ShardKind.Copy => await new ShardCopier(folder, RowOrigin.Duplicate, keepRaw: true).CopyAsync(items, ct),
            _ => Encode(name, items),
        };
        if (made.Raw is { } raw)
            await RawParts.CommitAsync(folder, shard.Id, 1, 1, raw, ct: ct);
        await Sink.CommitAsync(folder, shard.Id, 1, 1, made.Rows, made.DeadLetters, ct);
    }

    private static CopiedShard Encode(string name, IReadOnlyList<PlannedItem> items)
    {
        var rows = new List<OutputRow>();
        var raw = new List<RawRow>();
        var dead = new List<DeadLetter>();
        foreach (var (item, _, modality, _, _, _) in items)
        {
            var content = item.Uri[(item.Uri.LastIndexOf('#') + 1)..];
            if (content.StartsWith("bad", StringComparison.Ordinal))
            {
                dead.Add(new DeadLetter(item.Id, item.Uri, ItemStage.Decode, ItemErrorCodes.Unsupported, "bad"));
                continue;
            }
            rows.Add(Rows.Make(1)[0] with
            {
                Id = item.Id,
                Uri = item.Uri,
                Labels = item.Labels,
                Group = item.Group,
                Split = item.Split,
                Modality = modality,
                Head = modality == Modality.Image ? "head" : RawReader.IdentityHead,
                ContentSha256 = Sha256Of(content),
                Embedding = Vector($"{name}/{item.Id}", Dimension),
            });
            if (modality == Modality.Image)
                raw.Add(new RawRow(item.Id, Vector($"{name}/{item.Id}/raw", Dimension + 1)));
        }
        return new CopiedShard(rows, raw.Count > 0 ? raw : null, dead);
    }

    public static string Sha256Of(string content) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content)));

    private static float[] Vector(string name, int dimension) =>
        [.. SHA256.HashData(Encoding.UTF8.GetBytes(name)).Take(dimension).Select(b => (b + 1) / 256f)];
}
