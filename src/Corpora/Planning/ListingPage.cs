using System.Text.Json.Serialization;

namespace UniBind.Grid.Corpora;

/// <summary>One frozen page of a listing.</summary>
public sealed record ListingPage
{
    /// <summary>Its number, from 0.</summary>
    public required int Index { get; init; }

    /// <summary>The ordinal of its first row; the others follow without gaps.</summary>
    public required long FirstOrdinal { get; init; }

    /// <summary>Its rows, items and dead letters together.</summary>
    public required int Rows { get; init; }

    /// <summary>How many of the rows are dead letters already: unreadable entries, bad manifest rows, repeated ids.</summary>
    public required int DeadLetters { get; init; }

    /// <summary>The bytes of its items' content.</summary>
    public required long Bytes { get; init; }

    /// <summary>The SHA-256 of its file, lower-case hexadecimal.</summary>
    public required string Sha256 { get; init; }

    /// <summary>True when its items are dead letters of other pages that are tried again: they are no further input of the ledger.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsRetry { get; init; }
}
