namespace UniBind.Grid;

/// <summary>One item to embed online.</summary>
/// <remarks>The bytes travel as they are and must not be changed after the call.</remarks>
[GenerateSerializer, Immutable, Alias("unibind.EncodeRequest")]
public sealed record EncodeRequest
{
    /// <summary>The largest content that may travel in a call, 4 MiB: a larger message would delay the silo's own traffic.</summary>
    public const int MaxBytes = 4 << 20;

    /// <summary>The pack to encode with.</summary>
    [Id(0)] public required string Pack { get; init; }

    /// <summary>The file name with its extension, for format detection and messages.</summary>
    [Id(1)] public required string Name { get; init; }

    /// <summary>The compressed content, at most <see cref="MaxBytes"/>.</summary>
    [Id(2)] public required byte[] Content { get; init; }
}
