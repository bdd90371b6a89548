using UniBind.Grid.Corpora;

namespace UniBind.Grid.Alignment;

/// <summary>Which rows of job outputs are evaluated, and where their space version is found.</summary>
public sealed record EvaluationReadOptions
{
    /// <summary>Only rows of this split; null for all.</summary>
    public string? Split { get; init; }

    /// <summary>The version whose centers are used, <c>name@7</c>; null for the one in the rows.</summary>
    public string? Space { get; init; }

    /// <summary>The published files; null where there are none: then only outputs of <c>PACK@0</c> can be evaluated.</summary>
    public BlobStore? Blobs { get; init; }

    /// <summary>
    /// Tells the hash of a version's manifest by the version's name, as the grid that published it knows it. It is asked only where the output does not tell:
    /// a file that claims to be a version need not have been published. Null where no grid can be asked.
    /// </summary>
    public Func<string, CancellationToken, Task<string>>? Resolve { get; init; }

    /// <summary>Tells of a pack, by its name, whether its modalities share one space; null when it is not known here.</summary>
    public Func<string, bool?> Aligned { get; init; } = _ => null;

    /// <summary>The bounds of the evaluation.</summary>
    public EvaluationOptions Bounds { get; init; } = new();
}
