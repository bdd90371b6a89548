namespace UniBind.Grid.Silo;

/// <summary>The answer of <c>POST /v1/classify</c>.</summary>
internal sealed record ClassificationList
{
    /// <summary><c>list</c>.</summary>
    public string Object { get; init; } = "list";

    /// <summary>A result for each item, in their order.</summary>
    public required Classification[] Data { get; init; }

    /// <summary>The space version, <c>name@7</c>.</summary>
    public required string Model { get; init; }
}
