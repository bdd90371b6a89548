namespace UniBind.Grid.Grains;

/// <summary>Makes the report of a finished job from its account.</summary>
internal static class JobReports
{
    /// <summary>The report as it is written to <c>_report.json</c>.</summary>
    public static JobReport Create(string jobId, TimeSpan earlier, JobTally tally, WorkerPool workers)
    {
        var elapsed = tally.Elapsed;
        var decodeThreads = workers.All.Sum(w => w.Info.DecodeThreads);
        var slots = workers.Slots;
        return new JobReport
        {
            JobId = jobId,
            Seconds = (earlier + elapsed).TotalSeconds,
            Items = tally.Embedded + tally.DeadLettered,
            ItemsPerSecond = tally.Fresh / Math.Max(1e-3, elapsed.TotalSeconds),
            Bottleneck = Bottlenecks.Of(tally.ByModality, workers.All.Count, decodeThreads, slots),
            Modalities = [.. tally.ByModality.Select(m => new JobReport.ModalityReport
            {
                Modality = m.Modality.Name(),
                Embedded = m.Embedded,
                DeadLettered = m.DeadLettered,
                Rows = m.Rows,
                ItemsPerSecond = m.ItemsPerSecond,
                Bottleneck = Bottlenecks.Of([m], workers.All.Count, decodeThreads, slots),
                Time = TimeReport.Of(m.Times, m.Span),
            })],
            Silos = [.. tally.Silos.Select(s => new JobReport.SiloReport
            {
                Silo = s.Key,
                Shards = s.Value.Shards,
                Window = workers.All.FirstOrDefault(w => w.Info.Name == s.Key)?.Window ?? 0,
                Embedded = s.Value.Embedded,
                DeadLettered = s.Value.DeadLettered,
                Time = TimeReport.Of(s.Value.Times, elapsed),
            })],
            Attempts = AttemptReport.Of(tally.Attempts),
        };
    }
}
