namespace UniBind.Grid.Corpora;

/// <summary>A finished listing, as <c>_plan/listing.json</c> holds it.</summary>
public sealed record ListingSummary
{
    /// <summary>All rows: the input of the job's ledger.</summary>
    public required long Rows { get; init; }

    /// <summary>How many of the rows are dead letters already.</summary>
    public required long DeadLetters { get; init; }

    /// <summary>The bytes of all items' content.</summary>
    public required long Bytes { get; init; }

    /// <summary>The SHA-256 over the pages' hashes in order: two listings with the same hash are the same corpus in the same state.</summary>
    public required string Sha256 { get; init; }

    /// <summary>The pages in order.</summary>
    public required IReadOnlyList<ListingPage> Pages { get; init; }

    /// <summary>The summary of a job's listing; null while the listing is not finished.</summary>
    public static async Task<ListingSummary?> ReadAsync(JobFolder folder, CancellationToken ct = default) =>
        await folder.Store.ReadJsonAsync<ListingSummary>(JobKeys.Listing, ct).ConfigureAwait(false);
}
