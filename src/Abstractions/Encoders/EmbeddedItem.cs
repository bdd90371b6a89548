using System.Runtime.InteropServices;

namespace UniBind.Grid;

/// <summary>One embedding of a space, L2-normalised, or the reason why there is none.</summary>
[GenerateSerializer, Immutable, Alias("unibind.EmbeddedItem")]
public sealed record EmbeddedItem
{
    /// <summary>The vector as little-endian float32 (bytes travel several times faster than an array of floats); null with <see cref="Code"/>.</summary>
    [Id(0)] public byte[]? Vector { get; init; }

    /// <summary>One of <see cref="ItemErrorCodes"/>; null for an embedding.</summary>
    [Id(1)] public string? Code { get; init; }

    /// <summary>The reason in one sentence; null for an embedding.</summary>
    [Id(2)] public string? Message { get; init; }

    /// <summary>True when part of the content was left out.</summary>
    [Id(3)] public bool Truncated { get; init; }

    /// <summary>The tokens that the encoder read, of a text; 0 for other modalities.</summary>
    [Id(4)] public int Tokens { get; init; }

    /// <summary>The vector's values.</summary>
    /// <exception cref="InvalidOperationException">There is no vector.</exception>
    public float[] ToFloats() => MemoryMarshal.Cast<byte, float>(Vector ?? throw new InvalidOperationException($"There is no vector: {Message}")).ToArray();
}
