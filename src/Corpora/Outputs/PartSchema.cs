using System.IO.Compression;
using Parquet;
using Parquet.Schema;

namespace UniBind.Grid.Corpora;

/// <summary>The columns of <c>part-*.parquet</c> and how they are encoded.</summary>
internal static class PartSchema
{
    /// <summary>The key of the file's metadata that holds the shard's account as JSON.</summary>
    public const string AccountKey = "unibind.shard";

    public static DataField<string> Id { get; } = new("id", false);

    public static DataField<string> Uri { get; } = new("uri", false);

    public static DataField<string> Modality { get; } = new("modality", false);

    public static ListField Labels { get; } = new("labels", new DataField<string>("element", false));

    public static DataField<string> Group { get; } = new("group", true);

    /// <summary>Parts written before the column existed lack it.</summary>
    public static DataField<string> Split { get; } = new("split", true);

    public static DataField<string> Class { get; } = new("class", true);

    public static DataField<float> Score { get; } = new("score", true);

    public static DataField<string> Space { get; } = new("space", false);

    public static DataField<string> Encoder { get; } = new("encoder", false);

    public static DataField<string> Head { get; } = new("head", false);

    public static DataField<string> ContentSha256 { get; } = new("content_sha256", false);

    public static DataField<bool> Truncated { get; } = new("truncated", false);

    public static ListField Embedding { get; } = new("embedding", new DataField<float>("element", false));

    public static ParquetSchema Schema { get; } = new(
        Id, Uri, Modality, Labels, Group, Split, Class, Score, Space, Encoder, Head, ContentSha256, Truncated, Embedding);

    /// <summary>The columns of <c>raw/part-*.parquet</c>.</summary>
    public static ListField Raw { get; } = new("raw", new DataField<float>("element", false));

    public static DataField<string> RawId { get; } = new("id", false);

    public static ParquetSchema RawSchema { get; } = new(RawId, Raw);

    /// <summary>The element column of a list.</summary>
    public static DataField Element(ListField list) => (DataField)list.Item;

    public static ParquetOptions Options(PartCompression compression)
    {
        var options = new ParquetOptions
        {
            CompressionMethod = compression switch
            {
                PartCompression.Zstd => CompressionMethod.Zstd,
                PartCompression.None => CompressionMethod.None,
                _ => CompressionMethod.Snappy,
            },

            // The library's own default makes zstd fifty times slower for nothing.
            CompressionLevel = CompressionLevel.Fastest,
        };
        foreach (var field in new[] { Modality, Group, Split, Class, Space, Encoder, Head })
            options.ColumnEncodingHints[field.Path.ToString()] = EncodingHint.Dictionary;
        options.ColumnEncodingHints[Element(Labels).Path.ToString()] = EncodingHint.Dictionary;
        return options;
    }
}
