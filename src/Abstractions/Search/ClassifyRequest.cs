namespace UniBind.Grid;

/// <summary>One item to classify in a published space version.</summary>
/// <remarks>The bytes travel as they are and must not be changed after the call.</remarks>
[GenerateSerializer, Immutable, Alias("unibind.ClassifyRequest")]
public sealed record ClassifyRequest
{
    /// <summary>The most classes that a reply holds.</summary>
    public const int MaxTop = 1000;

    /// <summary>The hash of the version's manifest, see <see cref="SpaceHandle.Manifest"/>.</summary>
    [Id(0)] public required string Manifest { get; init; }

    /// <summary>The file name with its extension, for format detection and messages.</summary>
    [Id(1)] public required string Name { get; init; }

    /// <summary>The compressed content, at most <see cref="EmbedRequest.MaxBytes"/>.</summary>
    [Id(2)] public required byte[] Content { get; init; }

    /// <summary>The number of classes wanted, 1 to <see cref="MaxTop"/>.</summary>
    [Id(3)] public int Top { get; init; } = 5;

    /// <summary>The time that the caller still waits; null for as long as its connection lives. What has not begun by then is dropped.</summary>
    [Id(4)] public TimeSpan? Timeout { get; init; }
}
