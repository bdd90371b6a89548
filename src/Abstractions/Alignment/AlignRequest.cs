namespace UniBind.Grid;

/// <summary>Asks for a head of one modality.</summary>
[GenerateSerializer, Immutable, Alias("unibind.AlignRequest")]
public sealed record AlignRequest
{
    /// <summary>The most lines of <see cref="Labels"/>.</summary>
    public const int MaxLabels = 65_536;

    /// <summary>The most characters of <see cref="Labels"/> together: a call carries them.</summary>
    public const int MaxLabelCharacters = 3 << 20;

    /// <summary>The outputs of finished jobs: absolute paths of folders, or ids of jobs. May be empty for label heads, which are not measured then.</summary>
    [Id(0)] public string[] Sources { get; init; } = [];

    /// <summary>One of <see cref="AlignMethods"/>.</summary>
    [Id(1)] public required string Method { get; init; }

    /// <summary>One of <see cref="AlignTargets"/>.</summary>
    [Id(2)] public string Target { get; init; } = AlignTargets.Centers;

    /// <summary>The published version whose centers count; null takes the centers in use, which the next version will hold.</summary>
    [Id(3)] public int? SpaceVersion { get; init; }

    /// <summary>The pack whose text encoder embeds captions and labels; null takes that of the centers.</summary>
    [Id(4)] public string? Pack { get; init; }

    /// <summary>The settings.</summary>
    [Id(5)] public AlignOptions Options { get; init; } = new();

    /// <summary>Label heads: for each number of the raw embedding the names of its class, separated by commas; a line without a name counts for nothing.</summary>
    [Id(6)] public string[] Labels { get; init; } = [];
}
