namespace UniBind.Grid;

/// <summary>An exact search over the outputs of jobs of one space version.</summary>
[GenerateSerializer, Immutable, Alias("unibind.SearchRequest")]
public sealed record SearchRequest
{
    /// <summary>The most hits that a reply holds.</summary>
    public const int MaxTop = 1000;

    /// <summary>The output folders of the jobs, as absolute paths of the grid's machine.</summary>
    [Id(0)] public required string[] Folders { get; init; }

    /// <summary>What to search for.</summary>
    [Id(1)] public required MediaQuery Query { get; init; }

    /// <summary>Only rows of these modalities; empty for all that are comparable.</summary>
    [Id(2)] public Modality[] Modalities { get; init; } = [];

    /// <summary>The number of hits wanted, 1 to <see cref="MaxTop"/>.</summary>
    [Id(3)] public int Top { get; init; } = 10;
}
