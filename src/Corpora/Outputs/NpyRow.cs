namespace UniBind.Grid.Corpora;

/// <summary>A line of the .jsonl beside an .npy: an output row without its embedding, under the names of the Parquet columns.</summary>
internal sealed record NpyRow
{
    public required string Id { get; init; }

    public required string Uri { get; init; }

    public required Modality Modality { get; init; }

    public required IReadOnlyList<string> Labels { get; init; }

    public required string? Group { get; init; }

    /// <summary>Rows written before the column existed lack it.</summary>
    public string? Split { get; init; }

    public required string? Class { get; init; }

    public required float? Score { get; init; }

    public required string Space { get; init; }

    public required string Encoder { get; init; }

    public required string Head { get; init; }

    [System.Text.Json.Serialization.JsonPropertyName("content_sha256")]
    public required string ContentSha256 { get; init; }

    public required bool Truncated { get; init; }

    public static NpyRow Of(OutputRow row) => new()
    {
        Id = row.Id,
        Uri = row.Uri,
        Modality = row.Modality,
        Labels = row.Labels,
        Group = row.Group,
        Split = row.Split,
        Class = row.Class,
        Score = row.Score,
        Space = row.Space,
        Encoder = row.Encoder,
        Head = row.Head,
        ContentSha256 = row.ContentSha256,
        Truncated = row.Truncated,
    };

    public OutputRow With(float[] embedding) => new()
    {
        Id = Id,
        Uri = Uri,
        Modality = Modality,
        Labels = Labels,
        Group = Group,
        Split = Split,
        Class = Class,
        Score = Score,
        Space = Space,
        Encoder = Encoder,
        Head = Head,
        ContentSha256 = ContentSha256,
        Truncated = Truncated,
        Embedding = embedding,
    };
}
