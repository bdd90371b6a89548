using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace UniBind.Grid.Corpora;

/// <summary>A content of a job, and where the item is that had it first.</summary>
[StructLayout(LayoutKind.Sequential, Pack = sizeof(ulong))]
internal readonly record struct ContentEntry(UInt128 Hash, ulong Place) : IHashEntry
{
    /// <summary>The key of a content: its hash, and what it is read as.</summary>
    /// <param name="sha256">The SHA-256 of the bytes, 64 hexadecimal digits.</param>
    /// <param name="modality">The modality it is embedded as.</param>
    /// <param name="format">The format it is decoded as; another decoder makes another embedding of the same bytes.</param>
    public static UInt128 Key(string sha256, Modality modality, string format)
    {
        Span<byte> bytes = stackalloc byte[32 + 1 + 64];
        Convert.FromHexString(sha256, bytes, out _, out var length);
        bytes[length++] = (byte)modality;
        foreach (var letter in format.AsSpan(0, Math.Min(format.Length, 64)))
            bytes[length++] = (byte)letter;
        return XxHash128.HashToUInt128(bytes[..length]);
    }
}
