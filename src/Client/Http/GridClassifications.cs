namespace UniBind.Grid.Client;

/// <summary>What items are.</summary>
public sealed record GridClassifications
{
    /// <summary>The space version that answered, <c>name@7</c>.</summary>
    public required string Model { get; init; }

    /// <summary>A result for each item, in their order.</summary>
    public required IReadOnlyList<GridClassification> Items { get; init; }
}
