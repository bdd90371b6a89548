namespace UniBind.Grid.Corpora;

/// <summary>What the coordinator knows of a job when it finishes.</summary>
public sealed record JobCompletion
{
    /// <summary>The job's id.</summary>
    public required string JobId { get; init; }

    /// <summary>The space version of all rows, <c>name@7</c>.</summary>
    public required string Space { get; init; }

    /// <summary>The hash of the space version's manifest; empty for <c>PACK@0</c>.</summary>
    public string SpaceSha256 { get; init; } = "";

    /// <summary>The encoder pack.</summary>
    public required string Pack { get; init; }

    /// <summary>The numerics fingerprint: pack, provider, instruction set, decoder and runtime versions.</summary>
    public required IReadOnlyDictionary<string, string> Numerics { get; init; }

    /// <summary>When the job was created; a fixed time of the job, so that finishing twice writes the same files.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>The coordinator's epoch.</summary>
    public required long Epoch { get; init; }

    /// <summary>The content of <c>_report.json</c>: speed and where the time went. Serialised by its own type.</summary>
    public required object Report { get; init; }
}
