using System.Text.Json.Serialization;

namespace UniBind.Grid.Corpora;

/// <summary>What became of one page: every row is in a shard, a dead letter, or filtered.</summary>
public sealed record PagePlan
{
    /// <summary>The reason of items whose modality the job does not embed.</summary>
    public const string FilteredByModality = "modality";

    internal const string OldFiles = "shards";
    internal const string RowsExtension = ".jsonl";
    internal const string IndexExtension = ".index";

    /// <summary>The name, without its extension, of the two objects beside the plan that hold the shards' items and where each shard begins. It holds the beginning of their hash.</summary>
    /// <remarks>Stands first in the JSON: whoever wants a shard reads this and not the rest.</remarks>
    [JsonPropertyOrder(-1)]
    public string Files { get; init; } = OldFiles;

    /// <summary>The page's number.</summary>
    public required int Page { get; init; }

    /// <summary>The ordinal of its first row.</summary>
    public required long FirstOrdinal { get; init; }

    /// <summary>All rows of the page.</summary>
    public required int Rows { get; init; }

    /// <summary>The shards, by modality and within it from cheap to costly.</summary>
    public required IReadOnlyList<ShardInfo> Shards { get; init; }

    /// <summary>The rows that failed while listing and probing, in the order of the listing; at most one a row.</summary>
    public required IReadOnlyList<DeadLetter> DeadLetters { get; init; }

    /// <summary>The rows left out on purpose, by reason.</summary>
    public required IReadOnlyDictionary<string, int> Filtered { get; init; }

    /// <summary>The plan of a page; null while it is not planned.</summary>
    /// <exception cref="CorpusException">It is damaged.</exception>
    public static async Task<PagePlan?> ReadAsync(JobFolder folder, int page, CancellationToken ct = default) =>
        await folder.Store.ReadJsonAsync<PagePlan>(JobKeys.PagePlan(page), ct).ConfigureAwait(false);
}
