namespace UniBind.Grid;

/// <summary>Some classes whose centers one encoder silo builds at a time.</summary>
[GenerateSerializer, Immutable, Alias("unibind.CenterChunk")]
public sealed record CenterChunk
{
    /// <summary>The space.</summary>
    [Id(0)] public required string Space { get; init; }

    /// <summary>How to build: pack, rule, rows.</summary>
    [Id(1)] public required CenterBuildRequest Request { get; init; }

    /// <summary>The pack's content address; a silo with another pack of the name refuses.</summary>
    [Id(2)] public required string PackSha256 { get; init; }

    /// <summary>The knowledge of the classes.</summary>
    [Id(3)] public KnowledgeRef[] Classes { get; init; } = [];
}
