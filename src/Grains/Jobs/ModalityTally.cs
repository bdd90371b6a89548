using System.Diagnostics;

namespace UniBind.Grid.Grains;

/// <summary>The account of one modality within a job.</summary>
internal sealed class ModalityTally(Modality modality)
{
    private long _firstReport;
    private long _lastReport;

    public Modality Modality { get; } = modality;

    public long Planned { get; set; }

    public long Embedded { get; private set; }

    public long Reused { get; private set; }

    public long Carried { get; private set; }

    public long Duplicate { get; private set; }

    public long DeadLettered { get; private set; }

    public long Rows { get; private set; }

    /// <summary>Time that shards of the modality held a credit, summed.</summary>
    public TimeSpan SlotTime => Times.Wall;

    public ShardTimes Times { get; private set; } = new();

    public long Finished => Embedded + Reused + Carried + Duplicate + DeadLettered;

    /// <summary>Items that this run finished itself.</summary>
    public long Fresh { get; private set; }

    public long Open => Math.Max(0, Planned - Finished);

    /// <summary>From the start of the first shard of the modality to the end of its last.</summary>
    public TimeSpan Span => _firstReport == 0 ? TimeSpan.Zero : Stopwatch.GetElapsedTime(_firstReport, _lastReport);

    public double ItemsPerSecond => Fresh / Math.Max(1e-3, Span.TotalSeconds);

    public void Add(ShardReport report)
    {
        Embedded += report.Embedded;
        Reused += report.Reused;
        Carried += report.Carried;
        Duplicate += report.Duplicate;
        DeadLettered += report.DeadLettered;
        Rows += report.Rows;
        if (report.Adopted)
            return;
        Fresh += report.Finished;
        Times += report.Times;
        _lastReport = Stopwatch.GetTimestamp();
        var start = _lastReport - (long)(report.Times.Wall.TotalSeconds * Stopwatch.Frequency);
        if (_firstReport == 0 || start < _firstReport)
            _firstReport = start;
    }

    public ModalityProgress ToProgress() => new(Modality, Planned, Embedded, DeadLettered, Finished == 0 ? 0 : ItemsPerSecond)
    {
        Reused = Reused,
        Carried = Carried,
        Duplicate = Duplicate,
    };
}
