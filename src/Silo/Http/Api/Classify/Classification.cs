namespace UniBind.Grid.Silo;

/// <summary>The classes of one item, or the reason why there are none.</summary>
internal sealed record Classification
{
    /// <summary><c>classification</c> or <c>error</c>.</summary>
    public required string Object { get; init; }

    /// <summary>The item's place in the request.</summary>
    public int Index { get; init; }

    /// <summary>The modality that it was read as.</summary>
    public string? Modality { get; init; }

    /// <summary>The best classes, best first.</summary>
    public ClassView[]? Classes { get; init; }

    /// <summary>The score of the best class less that of the second.</summary>
    public float? Margin { get; init; }

    /// <summary>True when the best class is not confident enough: the item belongs to none.</summary>
    public bool? Unknown { get; init; }

    /// <summary>True when the encoder saw only a part of the content.</summary>
    public bool? Truncated { get; init; }

    /// <summary>Why there are no classes, where the request is partial.</summary>
    public ErrorView? Error { get; init; }

    /// <summary>The form of a reply.</summary>
    public static Classification Of(ClassifyReply reply, int index) => new()
    {
        Object = "classification",
        Index = index,
        Modality = reply.Modality.Name(),
        Classes = [.. reply.Classes.Select(c => new ClassView(c.Class, c.Score, c.Confidence, c.Description))],
        Margin = reply.Margin,
        Unknown = reply.Unknown,
        Truncated = reply.Truncated,
    };

    /// <summary>The form of an error.</summary>
    public static Classification Of(ApiError error, int index) => new() { Object = "error", Index = index, Error = ErrorView.Of(error) };
}
