using System.Numerics;

namespace UniBind.Grid.Media;

/// <summary>A 64-bit hash of code point sequences, built step by step: the rounds and the avalanche of XXH64, fixed for good.</summary>
/// <remarks>Stored embeddings depend on it: never change a constant. Equal on every platform and runtime version.</remarks>
internal readonly record struct NgramHash(ulong State)
{
    private const ulong P1 = 0x9E3779B185EBCA87, P2 = 0xC2B2AE3D27D4EB4F, P3 = 0x165667B19E3779F9;

    /// <summary>The empty sequence of a kind of feature; equal sequences of different kinds have different hashes.</summary>
    public static NgramHash Of(NgramKind kind) => new((ulong)kind * P3);

    /// <summary>The sequence with one more code point.</summary>
    public NgramHash Add(int codePoint) => new(BitOperations.RotateLeft(State + (uint)codePoint * P2, 31) * P1);

    /// <summary>The hash of the sequence.</summary>
    public ulong Finish()
    {
        var h = State;
        h = (h ^ (h >> 33)) * P2;
        h = (h ^ (h >> 29)) * P3;
        return h ^ (h >> 32);
    }

    /// <summary>The bucket of a hash, by its upper 32 bits.</summary>
    public static int Bucket(ulong hash, int buckets) => (int)(((hash >> 32) * (uint)buckets) >> 32);

    /// <summary>The sign of a hash, by its lowest bit: collisions cancel out on average.</summary>
    public static int Sign(ulong hash) => (hash & 1) == 0 ? 1 : -1;
}
