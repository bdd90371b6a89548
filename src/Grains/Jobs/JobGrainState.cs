namespace UniBind.Grid.Grains;

/// <summary>What a coordinator stores of its job. Pages, plans and parts are in the job's folder; this is the header that points to them.</summary>
[GenerateSerializer, Alias("unibind.JobGrainState")]
public sealed class JobGrainState
{
    /// <summary>The version of this layout; a reader refuses a newer one.</summary>
    [Id(0)] public int SchemaVersion { get; set; } = 1;

    /// <summary>The job's spec; null while nobody submitted it.</summary>
    [Id(1)] public JobSpec? Spec { get; set; }

    /// <summary>The content address of the pack that the job pinned.</summary>
    [Id(2)] public string PackSha256 { get; set; } = "";

    /// <summary>Raised by every run of the job.</summary>
    [Id(3)] public long Epoch { get; set; }

    /// <summary>When the job was submitted.</summary>
    [Id(4)] public DateTimeOffset SubmittedAt { get; set; }

    /// <summary>When it ended.</summary>
    [Id(5)] public DateTimeOffset? EndedAt { get; set; }

    /// <summary>The progress as of the last write, the job's state included.</summary>
    [Id(6)] public JobProgress? Progress { get; set; }

    /// <summary>Time spent running by earlier runs of the job.</summary>
    [Id(7)] public TimeSpan EarlierRuns { get; set; }

    /// <summary>The hash of the manifest of the space version that the job pinned; empty for <c>PACK@0</c>.</summary>
    [Id(8)] public string SpaceSha256 { get; set; } = "";

    /// <summary>The space version that the job pinned, <c>name@7</c>; empty in jobs from before there were published spaces.</summary>
    [Id(9)] public string Space { get; set; } = "";
}
