namespace UniBind.Grid.Corpora;

/// <summary>The columns of one row group of a manifest; null where the file has no such column.</summary>
internal sealed record ParquetManifestGroup(
    int Count,
    string?[]? Id,
    string?[]? Uri,
    string?[]? Modality,
    IReadOnlyList<string>?[]? Labels,
    string?[]? Group,
    string?[]? Text,
    string?[]? Split,
    string?[]? Sha256);
