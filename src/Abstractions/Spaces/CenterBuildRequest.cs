namespace UniBind.Grid;

/// <summary>How the centers of a space are to be built.</summary>
[GenerateSerializer, Immutable, Alias("unibind.CenterBuildRequest")]
public sealed record CenterBuildRequest
{
    /// <summary>The rule that is taken when none is named.</summary>
    public const string DefaultRule = "medoid";

    /// <summary>The rows of the released method.</summary>
    public const int DefaultRows = 50;

    /// <summary>The pack whose text encoder makes the rows.</summary>
    [Id(0)] public required string Pack { get; init; }

    /// <summary>The rule: <c>topk</c>, <c>medoid</c>, <c>diverse</c>, <c>diverse:0.7</c> (the relevance; 0 is k-center) or <c>calibrated</c>.</summary>
    [Id(1)] public string Rule { get; init; } = DefaultRule;

    /// <summary>The rows of each class at most; a class with fewer descriptions has fewer.</summary>
    [Id(2)] public int Rows { get; init; } = DefaultRows;

    /// <summary>Only these classes; empty for all.</summary>
    [Id(3)] public string[] Classes { get; init; } = [];

    /// <summary>Also descriptions that are only proposed.</summary>
    [Id(4)] public bool IncludeProposed { get; init; }

    /// <summary>For <c>calibrated</c> and <c>topk</c>: the output folder of a job of this space whose labelled embeddings the rule goes by.</summary>
    [Id(5)] public string? Calibration { get; init; }

    /// <summary>True to build also what is built already from the same descriptions in the same way.</summary>
    [Id(6)] public bool Force { get; init; }
}
