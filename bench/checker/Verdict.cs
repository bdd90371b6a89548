namespace UniBind.Grid.Bench.Checker;

/// <summary>The result of a check; it is printed as one line of JSON.</summary>
internal sealed record Verdict
{
    /// <summary>True when nothing at all is wrong.</summary>
    public bool Ok => Lost == 0 && Duplicated == 0 && Unknown == 0 && Differing == 0 && LedgerClosed && LedgerAgrees && Success && Problems.Count == 0;

    /// <summary>Lines of the listing.</summary>
    public required long Items { get; init; }

    /// <summary>Rows of all parts.</summary>
    public required long Rows { get; init; }

    /// <summary>Lines of <c>errors.jsonl</c>.</summary>
    public required long DeadLetters { get; init; }

    /// <summary>Items with neither row nor dead letter.</summary>
    public required long Lost { get; init; }

    /// <summary>Rows and dead letters beyond the one that an item has.</summary>
    public required long Duplicated { get; init; }

    /// <summary>Rows and dead letters of ids that the listing does not have.</summary>
    public required long Unknown { get; init; }

    /// <summary>Items whose row or dead letter is not the one of the run without faults.</summary>
    public required long Differing { get; init; }

    /// <summary>The ledger's two sides are equal.</summary>
    public required bool LedgerClosed { get; init; }

    /// <summary>The ledger says what was counted.</summary>
    public required bool LedgerAgrees { get; init; }

    /// <summary><c>_SUCCESS</c> is there.</summary>
    public required bool Success { get; init; }

    /// <summary>Sentences about damaged files and about the ledger, at most 20.</summary>
    public required IReadOnlyList<string> Problems { get; init; }

    /// <summary>Some of the ids that something is wrong with: <c>lost: a.png</c>.</summary>
    public required IReadOnlyList<string> Examples { get; init; }

    /// <summary>For people.</summary>
    public string Sentence() => Ok
        ? FormattableString.Invariant($"All {Items} items are there exactly once ({Rows} rows, {DeadLetters} dead letters), bit by bit as in the run without faults, and the ledger closes.")
        : FormattableString.Invariant($"Wrong: of {Items} items {Lost} lost, {Duplicated} duplicated, {Differing} differing, {Unknown} unknown; ledger {(LedgerClosed ? LedgerAgrees ? "right" : "closed, but not what was counted" : "not closed")}; _SUCCESS {(Success ? "there" : "missing")}.")
            + string.Concat(Problems.Concat(Examples).Take(8).Select(p => " " + p));
}
