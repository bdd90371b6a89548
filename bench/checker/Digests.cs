using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace UniBind.Grid.Bench.Checker;

/// <summary>Short digests: 16 bytes of SHA-256, so that two items out of a billion share one with a probability below 1e-20.</summary>
internal static class Digests
{
    public static UInt128 Of(string text) => Of(Encoding.UTF8.GetBytes(text));

    public static UInt128 Of(ReadOnlySpan<byte> bytes) => Short(SHA256.HashData(bytes));

    public static UInt128 Short(ReadOnlySpan<byte> sha256) => BinaryPrimitives.ReadUInt128BigEndian(sha256);
}
