namespace UniBind.Grid.Corpora;

/// <summary>Adds plans and accounts up to a ledger, refusing each that does not agree with the other.</summary>
/// <remarks>Not thread-safe.</remarks>
internal sealed class LedgerBuilder(string space)
{
    private readonly SortedDictionary<string, long> _filtered = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, long> _codes = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, ModalityLedger> _modalities = new(StringComparer.Ordinal);

    /// <summary>Adds a page and the dead letters of its plan.</summary>
    public void Add(ListingPage page, PagePlan plan)
    {
        long accounted = plan.DeadLetters.Count;
        foreach (var shard in plan.Shards)
            accounted += shard.Items;
        foreach (var (reason, count) in plan.Filtered)
        {
            accounted += count;
            _filtered[reason] = _filtered.GetValueOrDefault(reason) + count;
        }
        if (plan.Rows != page.Rows || accounted != page.Rows)
            throw new LedgerException($"Page {page.Index} has {page.Rows} rows, and its plan accounts for {accounted}.");
        if (plan.DeadLetters.Count > 0)
        {
            var unknown = _modalities.GetValueOrDefault(JobLedger.UnknownModality) ?? new ModalityLedger();
            _modalities[JobLedger.UnknownModality] = unknown with { DeadLettered = unknown.DeadLettered + plan.DeadLetters.Count };
        }
        Count(plan.DeadLetters);
    }

    /// <summary>Adds a shard and the account of its part.</summary>
    public void Add(ShardInfo shard, ShardAccount? account)
    {
        if (account is null)
            throw new LedgerException($"Shard {shard.Id} has no part.");
        if (account.Shard != shard.Id || account.Items != shard.Items)
            throw new LedgerException($"Shard {shard.Id} has {shard.Items} items, and its part accounts for {account.Items} of shard {account.Shard}.");
        if (account.Rows != account.Embedded + account.Reused + account.Carried + account.Duplicate + account.Continuation)
            throw new LedgerException($"The part of shard {shard.Id} has {account.Rows} rows, which are not the sum of their kinds.");
        if (account.Rows > 0 && account.Space != space)
            throw new LedgerException($"The part of shard {shard.Id} is of the space {account.Space}, the job of {space}; one output never mixes two.");
        var name = shard.Modality.Name();
        _modalities[name] = (_modalities.GetValueOrDefault(name) ?? new ModalityLedger()).Plus(account);
        Count(account.DeadLetters);
    }

    /// <summary>Takes back a dead letter that was added, since its item was tried again.</summary>
    public void Supersede(string modality, DeadLetter letter)
    {
        _modalities[modality] = _modalities[modality] with { DeadLettered = _modalities[modality].DeadLettered - 1 };
        if (--_codes[letter.Code] == 0)
            _codes.Remove(letter.Code);
    }

    /// <summary>The ledger; it closes.</summary>
    public JobLedger Build(long input)
    {
        var all = _modalities.Values;
        var ledger = new JobLedger
        {
            Input = input,
            Embedded = all.Sum(m => m.Embedded),
            Reused = all.Sum(m => m.Reused),
            Carried = all.Sum(m => m.Carried),
            Duplicate = all.Sum(m => m.Duplicate),
            DeadLettered = all.Sum(m => m.DeadLettered),
            Filtered = _filtered,
            Modalities = _modalities,
            DeadLetterCodes = _codes,
        };
        return ledger.Closed ? ledger : throw new LedgerException($"The listing has {input} rows, and the job accounts for another number.");
    }

    private void Count(IReadOnlyList<DeadLetter> letters)
    {
        foreach (var letter in letters)
            _codes[letter.Code] = _codes.GetValueOrDefault(letter.Code) + 1;
    }
}
