namespace UniBind.Grid;

/// <summary>Centers that were made elsewhere: a file of the original, <c>{modality}_{dataset}_center_embeddings.pkl</c>.</summary>
[GenerateSerializer, Immutable, Alias("unibind.CenterImport")]
public sealed record CenterImport
{
    /// <summary>What stands as the rule in the version of an imported center.</summary>
    public const string Selection = "import";

    /// <summary>The pack whose text encoder made the rows, as far as anyone knows; its dimension is checked when the space is published.</summary>
    [Id(0)] public required string Pack { get; init; }

    /// <summary>The file, on the grid's machine.</summary>
    [Id(1)] public required string Path { get; init; }

    /// <summary>The one modality that the rows count for; null for all.</summary>
    [Id(2)] public Modality? Modality { get; init; }
}
