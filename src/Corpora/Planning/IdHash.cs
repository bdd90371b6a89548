using System.IO.Hashing;
using System.Text;

namespace UniBind.Grid.Corpora;

/// <summary>128-bit hashes that stand for ids: among ten billion ids a false repetition has a probability of about 10^-19.</summary>
/// <remarks>Not cryptographic: who forges two ids with one hash loses an item of his own corpus, visibly.</remarks>
internal static class IdHash
{
    public static UInt128 Of(string id)
    {
        Span<byte> small = stackalloc byte[512];
        var most = Encoding.UTF8.GetMaxByteCount(id.Length);
        var buffer = most <= small.Length ? small : new byte[most];
        var length = Encoding.UTF8.GetBytes(id, buffer);
        return XxHash128.HashToUInt128(buffer[..length]);
    }
}
