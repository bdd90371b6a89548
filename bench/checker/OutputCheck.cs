namespace UniBind.Grid.Bench.Checker;

/// <summary>
/// Compares an output folder with the listing and with the output of a run without faults. It knows nothing of the grid but the names of files
/// and fields, and reads parts by plain glob, as any reader does. For jobs without filters whose items have one row each.
/// </summary>
/// <remarks>Memory holds one group of rows and one sorted run, however many items there are.</remarks>
internal static class OutputCheck
{
    private const int MaxProblems = 20;

    public static async Task<Verdict> RunAsync(CheckOptions options, CancellationToken ct = default)
    {
        var problems = new List<string>();
        using var entries = new SortedRuns(options.RunEntries);
        var listed = 0L;
        foreach (var id in File.ReadLines(options.Listing))
        {
            listed++;
            entries.Add(new Entry(Digests.Of(id), Seen.Listing, 0));
        }
        var counts = await AddAsync(options.Output, Seen.Row, Seen.Letter, entries, Report("the output"), ct).ConfigureAwait(false);
        await AddAsync(options.Reference, Seen.ReferenceRow, Seen.ReferenceLetter, entries, Report("the reference"), ct).ConfigureAwait(false);
        var comparison = Comparison.Of(entries.Read());
        var ledger = LedgerCheck.Of(options.Output, listed, counts);
        return new Verdict
        {
            Items = listed,
            Rows = counts.Rows,
            DeadLetters = counts.Letters,
            Lost = comparison.Lost,
            Duplicated = comparison.Duplicated,
            Unknown = comparison.Unknown,
            Differing = comparison.Differing,
            LedgerClosed = ledger.Closed,
            LedgerAgrees = ledger.Agrees,
            Success = File.Exists(Path.Combine(options.Output, "_SUCCESS")),
            Problems = [.. problems.Concat(ledger.Problems).Take(MaxProblems)],
            Examples = await NameAsync(comparison, options, ct).ConfigureAwait(false),
        };

        Action<string, string> Report(string whose) => (file, message) => problems.Add($"'{file}' of {whose} cannot be read: {message}.");
    }

    private static async Task<Counts> AddAsync(string folder, Seen row, Seen letter, SortedRuns entries, Action<string, string> unreadable, CancellationToken ct)
    {
        var counts = new Counts();
        await foreach (var found in PartRows.ReadAsync(folder, unreadable, ct).ConfigureAwait(false))
        {
            counts.Add(found);
            entries.Add(new Entry(Digests.Of(found.Id), row, found.Digest));
        }
        foreach (var found in LetterLines.Read(folder, unreadable))
        {
            counts.Add(found);
            entries.Add(new Entry(Digests.Of(found.Id), letter, found.Digest));
        }
        return counts;
    }

    /// <summary>Only hashes were kept; the names of the few examples are found by going over the files again.</summary>
    private static async Task<IReadOnlyList<string>> NameAsync(Comparison comparison, CheckOptions options, CancellationToken ct)
    {
        var named = new SortedSet<string>(StringComparer.Ordinal);
        if (comparison.Examples.Count == 0)
            return [];
        foreach (var id in File.ReadLines(options.Listing))
            Name(id);
        await foreach (var row in PartRows.ReadAsync(options.Output, static (_, _) => { }, ct).ConfigureAwait(false))
            Name(row.Id);
        foreach (var letter in LetterLines.Read(options.Output, static (_, _) => { }))
            Name(letter.Id);
        return [.. named];

        void Name(string id)
        {
            if (comparison.Examples.TryGetValue(Digests.Of(id), out var problem))
                named.Add($"{problem}: {id}");
        }
    }
}
