namespace UniBind.Grid;

/// <summary>One built center of one class: some rows of a center file, and how they came to be.</summary>
[GenerateSerializer, Immutable, Alias("unibind.CenterVersion")]
public sealed record CenterVersion
{
    /// <summary>The class.</summary>
    [Id(0)] public required string Class { get; init; }

    /// <summary>Its version within the class, from 1; 0 for one that is not recorded yet.</summary>
    [Id(1)] public int Version { get; init; }

    /// <summary>The blob that holds the rows, among those of other classes.</summary>
    [Id(2)] public required string File { get; init; }

    /// <summary>The number of rows: K.</summary>
    [Id(3)] public int Rows { get; init; }

    /// <summary>The length of a row.</summary>
    [Id(4)] public int Dimension { get; init; }

    /// <summary>The hash of the approved descriptions that it was built from.</summary>
    [Id(5)] public string Knowledge { get; init; } = "";

    /// <summary>The rule that selected the rows, with its K: <c>topk 50</c>, <c>medoid 50</c>, <c>diverse 50</c>, <c>calibrated 50</c>, or <c>import</c>.</summary>
    [Id(6)] public string Selection { get; init; } = "";

    /// <summary>The pack whose text encoder made the rows.</summary>
    [Id(7)] public string Pack { get; init; } = "";

    /// <summary>The pack's content address.</summary>
    [Id(8)] public string PackSha256 { get; init; } = "";

    /// <summary>The hash of the text encoder.</summary>
    [Id(9)] public string TextEncoder { get; init; } = "";

    /// <summary>The blob of the ids of the items whose labels the rule used; null for none.</summary>
    [Id(10)] public string? Calibrated { get; init; }

    /// <summary>When it was built.</summary>
    [Id(11)] public DateTimeOffset Created { get; init; }

    /// <summary>The language models that wrote its descriptions, sorted; empty where people did.</summary>
    [Id(12)] public string[] Llms { get; init; } = [];

    /// <summary>The SHA-256 of the prompts behind its descriptions, sorted.</summary>
    [Id(13)] public string[] Prompts { get; init; } = [];
}
