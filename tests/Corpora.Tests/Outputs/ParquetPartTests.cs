using Parquet;
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
                (row.Id, row.Uri, row.Modality.Name(), row.Group, row.Class, row.Score, row.Space, row.Encoder, row.Head, row.ContentSha256, row.Truncated),
                (columns.id, columns.uri, columns.modality, columns.group, columns.@class, columns.score, columns.space, columns.encoder, columns.head, columns.content_sha256, columns.truncated));
            Assert.Equal(row.Labels, columns.labels ?? []);
            Assert.Equal(row.Embedding, columns.embedding);
        }
    }

    [Fact]
    public async Task CommitAsync_Part_HasTheColumnsInTheirOrderAndOneRowGroup()
    {
        await new ParquetPartSink().CommitAsync(_folder, Shard, 0, 1, Rows.Make(5_000), [], TestContext.Current.CancellationToken);

        await using var reader = await ParquetReader.CreateAsync(_folder.Part(Shard), cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(["id", "uri", "modality", "labels", "group", "class", "score", "space", "encoder", "head", "content_sha256", "truncated", "embedding"], reader.Schema.Fields.Select(f => f.Name));
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
