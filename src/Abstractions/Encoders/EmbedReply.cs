namespace UniBind.Grid;

/// <summary>What became of the items of an <see cref="EmbedRequest"/>.</summary>
[GenerateSerializer, Immutable, Alias("unibind.EmbedReply")]
public sealed record EmbedReply
{
    /// <summary>A result for each item, in their order.</summary>
    [Id(0)] public required EmbeddedItem[] Items { get; init; }

    /// <summary>The encoder's hash.</summary>
    [Id(1)] public required string Encoder { get; init; }

    /// <summary>The hash of the head, or <c>identity</c>.</summary>
    [Id(2)] public required string Head { get; init; }

    /// <summary>The online items that the silo has in hand after this call: what a router goes by.</summary>
    [Id(3)] public int QueueDepth { get; init; }

    /// <summary>The longest time that an item of the call was decoded and preprocessed.</summary>
    [Id(4)] public TimeSpan Preprocess { get; init; }

    /// <summary>The longest time that an item of the call waited, for a decode thread and for the device.</summary>
    [Id(5)] public TimeSpan Queue { get; init; }

    /// <summary>The longest time that an item of the call was on the device.</summary>
    [Id(6)] public TimeSpan Run { get; init; }
}
