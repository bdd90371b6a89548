namespace UniBind.Grid.Corpora;

/// <summary>The fields of one manifest row, as written; all of them optional.</summary>
internal readonly record struct ManifestRecord
{
    public string? Id { get; init; }

    public string? Uri { get; init; }

    public Modality? Modality { get; init; }

    public IReadOnlyList<string>? Labels { get; init; }

    public string? Group { get; init; }

    public string? Split { get; init; }

    public string? Text { get; init; }

    public string? Sha256 { get; init; }

    /// <summary>Labels of a format without lists: separated by <c>;</c>.</summary>
    public static IReadOnlyList<string>? SplitLabels(string? labels) =>
        string.IsNullOrWhiteSpace(labels) ? null : labels.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
