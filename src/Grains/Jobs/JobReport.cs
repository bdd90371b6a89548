namespace UniBind.Grid.Grains;

/// <summary>What <c>_report.json</c> holds: speed, where the time went, and what held the job back. Written with camel-case names.</summary>
public sealed record JobReport
{
    /// <summary>The job.</summary>
    public required string JobId { get; init; }

    /// <summary>How long it ran, in seconds.</summary>
    public double Seconds { get; init; }

    /// <summary>Items embedded or dead-lettered by shards.</summary>
    public long Items { get; init; }

    /// <summary>Items a second of the run that finished the job, start and end included; parts of earlier runs are left out.</summary>
    public double ItemsPerSecond { get; init; }

    /// <summary>What held the job back most: <c>decode</c>, <c>queue</c>, <c>run</c> or <c>write</c>.</summary>
    public string Bottleneck { get; init; } = "";

    /// <summary>Each modality.</summary>
    public IReadOnlyList<ModalityReport> Modalities { get; init; } = [];

    /// <summary>Each encoder silo.</summary>
    public IReadOnlyList<SiloReport> Silos { get; init; } = [];

    /// <summary>What became of attempts that did not simply commit, in the run that finished the job.</summary>
    public AttemptReport Attempts { get; init; } = new();

    /// <summary>One modality of a job.</summary>
    public sealed record ModalityReport
    {
        /// <summary>Its name.</summary>
        public required string Modality { get; init; }

        /// <summary>Items embedded.</summary>
        public long Embedded { get; init; }

        /// <summary>Items dead-lettered by shards.</summary>
        public long DeadLettered { get; init; }

        /// <summary>Rows written.</summary>
        public long Rows { get; init; }

        /// <summary>Items a second from the start of its first shard to the end of its last.</summary>
        public double ItemsPerSecond { get; init; }

        /// <summary>What held it back most.</summary>
        public string Bottleneck { get; init; } = "";

        /// <summary>Where its time went.</summary>
        public required TimeReport Time { get; init; }
    }

    /// <summary>One encoder silo of a job.</summary>
    public sealed record SiloReport
    {
        /// <summary>Its name.</summary>
        public required string Silo { get; init; }

        /// <summary>Shards that it committed.</summary>
        public long Shards { get; init; }

        /// <summary>The credit window at the end: shards that were out there at a time, at work and waiting for their turn. 0 for a silo that had left.</summary>
        public int Window { get; init; }

        /// <summary>Items embedded.</summary>
        public long Embedded { get; init; }

        /// <summary>Items dead-lettered.</summary>
        public long DeadLettered { get; init; }

        /// <summary>Where its time went.</summary>
        public required TimeReport Time { get; init; }
    }
}
