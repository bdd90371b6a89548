namespace UniBind.Grid;

/// <summary>Items of one modality to embed online in one space version.</summary>
[GenerateSerializer, Immutable, Alias("unibind.EmbedRequest")]
public sealed record EmbedRequest
{
    /// <summary>The most content that may travel in a call, 4 MiB: a larger message would delay the silo's own traffic.</summary>
    public const int MaxBytes = 4 << 20;

    /// <summary>The most items of a call; a longer request is split.</summary>
    public const int MaxItems = 64;

    /// <summary>The hash of the version's manifest, see <see cref="SpaceHandle.Manifest"/>; empty for <c>PACK@0</c>.</summary>
    [Id(0)] public required string Manifest { get; init; }

    /// <summary>The name of the encoder pack.</summary>
    [Id(1)] public required string Pack { get; init; }

    /// <summary>The content address of the pack.</summary>
    [Id(2)] public required string PackSha256 { get; init; }

    /// <summary>The items, 1 to <see cref="MaxItems"/>.</summary>
    [Id(3)] public required EmbedItem[] Items { get; init; }

    /// <summary>The time that the caller still waits; null for as long as its connection lives. What has not begun by then is dropped.</summary>
    [Id(4)] public TimeSpan? Timeout { get; init; }
}
