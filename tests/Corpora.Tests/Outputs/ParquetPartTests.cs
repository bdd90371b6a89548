using Parquet;
using Parquet.Schema;
using Parquet.Serialization;
using Parquet.Serialization.Attributes;
using UniBind.Grid.Testing;

namespace UniBind.Grid.Corpora.Tests;

public sealed class ParquetPartTests : IDisposable
{
    private const string Shard = "00000-0000";
    private readonly TempFolder _temp = new();
    private readonly JobFolder _folder;

    public ParquetPartTests() => _folder = new JobFolder(_temp.File("out"));

    public void Dispose() => _temp.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(300)]
    public async Task CommitAsync_Part_IsReadByClassDeserialization(int count)
    {
        var rows = Rows.Make(count, dimension: 16);
        await new ParquetPartSink().CommitAsync(_folder, Shard, 0, 1, rows, Rows.Dead(1), TestContext.Current.CancellationToken);

        var read = await ParquetSerializer.DeserializeAsync<Columns>(_folder.Part(Shard), cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(count, read.Data.Count);
        for (var i = 0; i < count; i++)
        {
            var (row, columns) = (rows[i], read.Data[i]);
            Assert.Equal(
                (row.Id, row.Uri, row.Modality.Name(), row.Group, row.Split, row.Class, row.Score, row.Space, row.Encoder, row.Head, row.ContentSha256, row.Truncated),
                (columns.id, columns.uri, columns.modality, columns.group, columns.split, columns.@class, columns.score, columns.space, columns.encoder, columns.head, columns.content_sha256, columns.truncated));
            Assert.Equal(row.Labels, columns.labels ?? []);
            Assert.Equal(row.Embedding, columns.embedding);
        }
    }

    [Fact]
    public async Task CommitAsync_Part_HasTheColumnsInTheirOrderAndOneRowGroup()
    {
        await new ParquetPartSink().CommitAsync(_folder, Shard, 0, 1, Rows.Make(5_000), [], TestContext.Current.CancellationToken);

        await using var reader = await ParquetReader.CreateAsync(_folder.Part(Shard), cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(["id", "uri", "modality", "labels", "group", "split", "class", "score", "space", "encoder", "head", "content_sha256", "truncated", "embedding"], reader.Schema.Fields.Select(f => f.Name));
        Assert.Equal(1, reader.RowGroupCount);
        Assert.Contains("\"shard\":\"00000-0000\"", reader.CustomMetadata["unibind.shard"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task CommitAsync_RepeatedValues_AreStoredOnce()
    {
        var rows = Rows.Make(5_000, dimension: 1);
        await new ParquetPartSink(PartCompression.None).CommitAsync(_folder, Shard, 0, 1, rows.ConvertAll(r => r with { Space = new string('s', 200) }), [], TestContext.Current.CancellationToken);

        Assert.True(new FileInfo(_folder.Part(Shard)).Length < 5_000 * 200);
    }

    [Fact]
    public async Task ReadPartsAsync_PartsFromBeforeTheColumnSplit_ReadWithoutOne()
    {
        var ct = TestContext.Current.CancellationToken;
        var rows = Rows.Make(9).ConvertAll(r => r with { Split = null });
        var account = await new ParquetPartSink().CommitAsync(_folder, Shard, 0, 1, rows, [], ct);
        await using (var stream = File.Create(_folder.Part(Shard)))
            await WriteWithoutSplitAsync(stream, account, rows, ct);
        var npy = new JobFolder(_temp.File("npy"));
        await new NpyPartSink().CommitAsync(npy, Shard, 0, 1, rows, [], ct);
        var table = Directory.GetFiles(npy.Root, "*.jsonl").Single();
        var lines = await File.ReadAllTextAsync(table, ct);
        Assert.Contains("\"split\":null,", lines, StringComparison.Ordinal);
        await File.WriteAllTextAsync(table, lines.Replace("\"split\":null,", "", StringComparison.Ordinal), ct);

        Rows.AssertEqual(rows, await PartReader.ReadPartAsync((await PartReader.ListAsync(_folder.Root, ct)).Single(), ct));
        Rows.AssertEqual(rows, await PartReader.ReadPartAsync((await PartReader.ListAsync(npy.Root, ct)).Single(), ct));
    }

    private static async Task WriteWithoutSplitAsync(Stream stream, ShardAccount account, List<OutputRow> rows, CancellationToken ct)
    {
        var schema = new ParquetSchema([.. PartSchema.Schema.Fields.Where(f => f.Name != "split")]);
        await using var writer = await ParquetWriter.CreateAsync(schema, stream, cancellationToken: ct);
        writer.CustomMetadata = new Dictionary<string, string> { [PartSchema.AccountKey] = System.Text.Json.JsonSerializer.Serialize(account, CorporaJson.Options) };
        using var group = writer.CreateRowGroup();
        await TextColumns.WriteAsync(group, PartSchema.Id, rows, r => r.Id);
        await TextColumns.WriteAsync(group, PartSchema.Uri, rows, r => r.Uri);
        await TextColumns.WriteAsync(group, PartSchema.Modality, rows, r => r.Modality.Name());
        await TextColumns.WriteLabelsAsync(group, PartSchema.Element(PartSchema.Labels), rows, ct);
        await TextColumns.WriteAsync(group, PartSchema.Group, rows, r => r.Group);
        await TextColumns.WriteAsync(group, PartSchema.Class, rows, r => r.Class);
        await group.WriteAsync<float>(PartSchema.Score, rows.Select(r => r.Score).ToArray(), cancellationToken: ct);
        await TextColumns.WriteAsync(group, PartSchema.Space, rows, r => r.Space);
        await TextColumns.WriteAsync(group, PartSchema.Encoder, rows, r => r.Encoder);
        await TextColumns.WriteAsync(group, PartSchema.Head, rows, r => r.Head);
        await TextColumns.WriteAsync(group, PartSchema.ContentSha256, rows, r => r.ContentSha256);
        await group.WriteAsync<bool>(PartSchema.Truncated, rows.Select(r => r.Truncated).ToArray(), cancellationToken: ct);
        await FloatLists.WriteAsync(group, PartSchema.Element(PartSchema.Embedding), rows.Count, rows[0].Embedding.Length, i => rows[i].Embedding, ct);
    }

#pragma warning disable IDE1006 // The names are those of the columns.
    private sealed class Columns
    {
        [ParquetRequired]
        public string id { get; set; } = "";

        [ParquetRequired]
        public string uri { get; set; } = "";

        [ParquetRequired]
        public string modality { get; set; } = "";

        [ParquetListElementRequired]
        public List<string>? labels { get; set; }

        public string? group { get; set; }

        public string? split { get; set; }

        public string? @class { get; set; }

        public float? score { get; set; }

        [ParquetRequired]
        public string space { get; set; } = "";

        [ParquetRequired]
        public string encoder { get; set; } = "";

        [ParquetRequired]
        public string head { get; set; } = "";

        [ParquetRequired]
        public string content_sha256 { get; set; } = "";

        public bool truncated { get; set; }

        [ParquetListElementRequired]
        public List<float>? embedding { get; set; }
    }
#pragma warning restore IDE1006
}
