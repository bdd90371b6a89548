namespace UniBind.Grid.Client;

/// <summary>A job to submit, as <c>POST /v1/jobs</c> takes it.</summary>
internal sealed record WireJobBody
{
    public required string Id { get; init; }

    public required string Source { get; init; }

    public required string Output { get; init; }

    public required string Space { get; init; }

    public string[]? Modalities { get; init; }

    public long? Limit { get; init; }

    public required string Priority { get; init; }

    public double? MaxErrors { get; init; }

    public string? Since { get; init; }

    public bool Append { get; init; }

    public bool NoRaw { get; init; }

    public bool NoCache { get; init; }

    public bool IgnoreManifest { get; init; }

    public required string LongText { get; init; }

    public required string Sink { get; init; }

    /// <summary>The body of a job.</summary>
    /// <exception cref="GridException">The job realigns or pins a pack, which cannot be submitted over HTTP.</exception>
    public static WireJobBody Of(string id, JobSpec job)
    {
        if (job.RealignFrom is not null || job.PackSha256 is not null)
            throw new GridException($"A job with {nameof(job.RealignFrom)} or {nameof(job.PackSha256)} is not taken over HTTP; submit it with 'unibind realign' or by a cluster's client.");
        return new WireJobBody
        {
            Id = JobIds.Require(id),
            Source = job.Source,
            Output = job.Output,
            Space = job.Space,
            Modalities = job.Modalities.Length == 0 ? null : [.. job.Modalities.Select(m => m.Name())],
            Limit = job.Limit,
            Priority = job.Priority.ToString().ToLowerInvariant(),
            MaxErrors = job.MaxErrors,
            Since = job.Since,
            Append = job.Append,
            NoRaw = job.NoRaw,
            NoCache = job.NoCache,
            IgnoreManifest = job.IgnoreManifest,
            LongText = job.LongText,
            Sink = job.Sink,
        };
    }
}
