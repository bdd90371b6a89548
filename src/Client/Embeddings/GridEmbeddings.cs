namespace UniBind.Grid.Client;

/// <summary>What became of the items of a request, over HTTP or over a cluster's client.</summary>
public sealed record GridEmbeddings
{
    /// <summary>The space version that answered, <c>name@7</c> or <c>PACK@0</c>.</summary>
    public required string Model { get; init; }

    /// <summary>A result for each item, in their order.</summary>
    public required IReadOnlyList<GridEmbedding> Items { get; init; }

    /// <summary>The tokens of the texts.</summary>
    public long Tokens { get; init; }
}
