using System.Runtime.InteropServices;

namespace UniBind.Grid;

/// <summary>One raw embedding, L2-normalised.</summary>
[GenerateSerializer, Immutable, Alias("unibind.EncodeReply")]
public sealed record EncodeReply
{
    /// <summary>The vector as little-endian float32: bytes travel several times faster than an array of floats.</summary>
    [Id(0)] public required byte[] Vector { get; init; }

    /// <summary>The encoder's hash.</summary>
    [Id(1)] public required string Encoder { get; init; }

    /// <summary>True when part of the content was left out.</summary>
    [Id(2)] public bool Truncated { get; init; }

    /// <summary>The vector's values.</summary>
    public float[] ToFloats() => MemoryMarshal.Cast<byte, float>(Vector).ToArray();
}
