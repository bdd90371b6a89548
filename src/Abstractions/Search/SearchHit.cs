namespace UniBind.Grid;

/// <summary>A row that a search found.</summary>
[GenerateSerializer, Immutable, Alias("unibind.SearchHit")]
public sealed record SearchHit
{
    /// <summary>The row's id.</summary>
    [Id(0)] public required string Id { get; init; }

    /// <summary>The item's address, relative to the root of its job's source.</summary>
    [Id(1)] public required string Uri { get; init; }

    /// <summary>Its modality.</summary>
    [Id(2)] public Modality Modality { get; init; }

    /// <summary>The cosine between the query's embedding and the row's.</summary>
    [Id(3)] public float Score { get; init; }

    /// <summary>The row's class; null for none.</summary>
    [Id(4)] public string? Class { get; init; }

    /// <summary>The row's labels.</summary>
    [Id(5)] public string[] Labels { get; init; } = [];

    /// <summary>The output folder that the row is in.</summary>
    [Id(6)] public required string Folder { get; init; }
}
