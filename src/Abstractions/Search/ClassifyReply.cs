namespace UniBind.Grid;

/// <summary>What an item is, in a published space version.</summary>
[GenerateSerializer, Immutable, Alias("unibind.ClassifyReply")]
public sealed record ClassifyReply
{
    /// <summary>The space version, <c>name@7</c>.</summary>
    [Id(0)] public required string Space { get; init; }

    /// <summary>The modality that the item was read as.</summary>
    [Id(1)] public Modality Modality { get; init; }

    /// <summary>The best classes, best first.</summary>
    [Id(2)] public ClassCandidate[] Classes { get; init; } = [];

    /// <summary>The score of the best class less that of the second; 0 where there is no second.</summary>
    [Id(3)] public float Margin { get; init; }

    /// <summary>True when the best class is not confident enough: the item belongs to none.</summary>
    [Id(4)] public bool Unknown { get; init; }

    /// <summary>True when the encoder saw only a part of the content.</summary>
    [Id(5)] public bool Truncated { get; init; }

    /// <summary>The hash of the head, or <c>identity</c>.</summary>
    [Id(6)] public required string Head { get; init; }
}
