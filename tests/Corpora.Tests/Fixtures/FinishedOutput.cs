namespace UniBind.Grid.Corpora.Tests;

/// <summary>Writes small outputs of jobs: the images get a trained head and raw parts, the audio keeps its raw embeddings as they are.</summary>
internal static class FinishedOutput
{
    public const int RawDimension = 6;

    public static readonly IPartSink[] Sinks = [new ParquetPartSink(), new NpyPartSink()];

    /// <summary>30 items in two pages; three of them dead, one while listing.</summary>
    public static async Task<JobFolder> WriteAsync(string path, IPartSink sink, string spec = "{}", bool raw = true, bool finish = true)
    {
        var ct = TestContext.Current.CancellationToken;
        var folder = new JobFolder(path);
        var files = new JobFiles(folder);
        await files.ClaimAsync("job-1", spec, ct);
        var source = new FixedSource([.. Enumerable.Range(0, 30).Select(i => ListedItem.Of(new CorpusItem { Id = i == 29 ? "item00" : $"item{i:D2}", Uri = $"u{i}" }))]);
        var plan = new PlanOptions { ItemsByModality = Modalities.All.ToDictionary(m => m, _ => 4) };
        await foreach (var page in ListingWriter.WriteAsync(source, folder, new ListingOptions { PageRows = 16 }, ct))
        {
            var planned = await PagePlanner.PlanAsync(folder, page.Index, source, (i, _) => new(i.Id[^1] % 2 == 0 ? Modality.Image : Modality.Audio, "x", 1), plan, ct);
            foreach (var shard in planned.Shards)
                await CommitAsync(folder, sink, shard, raw, ct);
        }
        if (finish)
            await FinishAsync(folder, sink);
        return folder;
    }

    public static Task<JobLedger> FinishAsync(JobFolder folder, IPartSink sink, string job = "job-1") => new JobFiles(folder).FinishAsync(
        new JobCompletion
        {
            JobId = job,
            Space = Rows.Space,
            Pack = "0123",
            Numerics = new Dictionary<string, string>(),
            Created = DateTimeOffset.UnixEpoch,
            Epoch = 1,
            Report = new { },
        }, sink, TestContext.Current.CancellationToken);

    public static bool IsDead(string id) => id is "item07" or "item28";

    private static async Task CommitAsync(JobFolder folder, IPartSink sink, ShardInfo shard, bool raw, CancellationToken ct)
    {
        var items = await ShardFile.ReadAsync(folder.Shard(shard.Id), ct);
        var alive = items.Where(i => !IsDead(i.Item.Id)).ToArray();
        var identity = shard.Modality == Modality.Audio;
        var vectors = alive.ToDictionary(i => i.Item.Id, i => RawOf(i.Item.Id));
        OutputRow[] rows =
        [
            .. alive.Select(i => Rows.Make(1)[0] with
            {
                Id = i.Item.Id, Uri = i.Item.Uri, Modality = shard.Modality,
                Head = identity ? RawReader.IdentityHead : "head",
                Embedding = identity ? vectors[i.Item.Id] : [1, 0, 0],
            }),
        ];
        DeadLetter[] dead = [.. items.Where(i => IsDead(i.Item.Id)).Select(i => new DeadLetter(i.Item.Id, i.Item.Uri, ItemStage.Decode, ItemErrorCodes.Corrupt, "broken"))];
        // Raw rows in another order, as after two attempts, one of which lost no item.
        if (raw && !identity)
            await RawParts.CommitAsync(folder, shard.Id, 1, 1, [.. items.Reverse().Select(i => new RawRow(i.Item.Id, RawOf(i.Item.Id)))], ct: ct);
        await sink.CommitAsync(folder, shard.Id, 1, 1, rows, dead, ct);
    }

    /// <summary>The raw embedding of an item.</summary>
    public static float[] RawOf(string id) => Rows.Make(1, RawDimension, seed: int.Parse(id[4..], System.Globalization.CultureInfo.InvariantCulture) + 1)[0].Embedding;
}
