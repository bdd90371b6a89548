using System.Diagnostics;

namespace UniBind.Grid.Grains;

/// <summary>The running account of a job: what was listed, planned and finished, and how fast.</summary>
/// <remarks>Used from one grain's turns only; not thread-safe.</remarks>
internal sealed class JobTally
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10);
    private readonly ModalityTally?[] _modalities = new ModalityTally?[Modalities.All.Count];
    private readonly Queue<(long Ticks, long Finished)> _recent = new();
    private readonly Stopwatch _clock = Stopwatch.StartNew();

    public long Listed { get; private set; }

    public bool ListingComplete { get; set; }

    public long PlanDeadLettered { get; private set; }

    public long Filtered { get; private set; }

    public SortedDictionary<string, SiloTally> Silos { get; } = new(StringComparer.Ordinal);

    /// <summary>The dead letters by their reason.</summary>
    public Dictionary<string, long> Errors { get; } = new(StringComparer.Ordinal);

    /// <summary>Items finished in any way.</summary>
    public long Finished => Embedded + Reused + Carried + Duplicate + DeadLettered + Filtered;

    /// <summary>What became of attempts that did not simply commit.</summary>
    public AttemptTally Attempts { get; } = new();

    public long Embedded => Sum(m => m.Embedded);

    public long Reused => Sum(m => m.Reused);

    public long Carried => Sum(m => m.Carried);

    public long Duplicate => Sum(m => m.Duplicate);

    public long DeadLettered => Math.Max(0, PlanDeadLettered + Sum(m => m.DeadLettered));

    public long Rows => Sum(m => m.Rows);

    /// <summary>Items that this run finished itself; those of parts that an earlier run committed tell nothing about speed.</summary>
    public long Fresh => Sum(m => m.Fresh);

    public TimeSpan Elapsed => _clock.Elapsed;

    public IEnumerable<ModalityTally> ByModality => _modalities.OfType<ModalityTally>();

    public void AddListed(ListedPage page)
    {
        if (page.IsRetry)
            PlanDeadLettered -= page.Rows; // counted in the pages that they failed in
        else
            Listed += page.Rows;
    }

    public void AddPlanned(PlannedPage page)
    {
        PlanDeadLettered += page.DeadLettered;
        Filtered += page.Filtered;
        AddErrors(page.Errors);
        foreach (var shard in page.Shards)
            Of(shard.Modality).Planned += shard.Items;
        Mark();
    }

    public void AddFinished(PlannedShard shard, ShardReport report, string silo)
    {
        var modality = Of(shard.Modality);
        modality.Add(report);
        AddErrors(report.Errors);
        if (!Silos.TryGetValue(silo, out var tally))
            Silos[silo] = tally = new SiloTally();
        tally.Add(report);
        Mark();
    }

    public JobProgress ToProgress(string jobId, JobState state, string output, int workers, int slots, TimeSpan earlier, string? message) => new()
    {
        JobId = jobId,
        State = state,
        Listed = Listed,
        ListingComplete = ListingComplete,
        Embedded = Embedded,
        Reused = Reused,
        Carried = Carried,
        Duplicate = Duplicate,
        DeadLettered = DeadLettered,
        Filtered = Filtered,
        Rows = Rows,
        ItemsPerSecond = Rate(),
        Remaining = Remaining(slots),
        Elapsed = earlier + _clock.Elapsed,
        Modalities = [.. ByModality.Select(m => m.ToProgress())],
        Workers = workers,
        Message = message,
        Output = output,
    };

    /// <summary>The run begins, maybe long after its job was submitted.</summary>
    public void Begin() => _clock.Restart();

    private void AddErrors(ErrorCount[] errors)
    {
        foreach (var error in errors)
            Errors[error.Code] = Errors.GetValueOrDefault(error.Code) + error.Count;
    }

    private ModalityTally Of(Modality modality) => _modalities[(int)modality] ??= new ModalityTally(modality);

    private long Sum(Func<ModalityTally, long> value) => ByModality.Sum(value);

    private void Mark()
    {
        var now = Stopwatch.GetTimestamp();
        _recent.Enqueue((now, Fresh));
        while (_recent.Count > 2 && Stopwatch.GetElapsedTime(_recent.Peek().Ticks, now) > Window)
            _recent.Dequeue();
    }

    private double Rate()
    {
        var finished = Fresh;
        if (_recent.Count < 2)
            return finished / Math.Max(1e-3, _clock.Elapsed.TotalSeconds);
        var (ticks, before) = _recent.Peek();
        return (finished - before) / Math.Max(1e-3, Stopwatch.GetElapsedTime(ticks).TotalSeconds);
    }

    /// <summary>Open items of each modality times what one of them has cost a slot so far, spread over the slots.</summary>
    private TimeSpan? Remaining(int slots)
    {
        if (!ListingComplete || slots == 0 || Fresh == 0)
            return null;
        var average = ByModality.Sum(m => m.SlotTime.TotalSeconds) / Fresh;
        var seconds = ByModality.Sum(m => m.Open * (m.Fresh > 0 ? m.SlotTime.TotalSeconds / m.Fresh : average));
        var unplanned = Listed - Filtered - PlanDeadLettered - Sum(m => m.Planned);
        return TimeSpan.FromSeconds((seconds + Math.Max(0, unplanned) * average) / slots);
    }
}
