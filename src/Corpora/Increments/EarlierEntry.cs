using System.Buffers.Binary;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text;

namespace UniBind.Grid.Corpora;

/// <summary>An item of an earlier job that has a row: what its content was, and where it is.</summary>
/// <param name="Hash">The hash of its id.</param>
/// <param name="Content">The key of its content.</param>
/// <param name="Version">The key of its version and size; 0 where its source had no versions.</param>
/// <param name="Place">Its place in the earlier plan.</param>
[StructLayout(LayoutKind.Sequential, Pack = sizeof(ulong))]
internal readonly record struct EarlierEntry(UInt128 Hash, UInt128 Content, ulong Version, ulong Place) : IHashEntry
{
    /// <summary>True when an item has the content that this one had: by the hash where it is known, else by version and size.</summary>
    public bool HasContentOf(PlannedItem item) => item.Item.Sha256.Length > 0
        ? Content == ContentOf(item.Item.Sha256, item.Modality)
        : Version != 0 && Version == VersionOf(item.Item, item.Modality);

    public static UInt128 ContentOf(string sha256, Modality modality) => ContentEntry.Key(sha256, modality, "");

    public static ulong VersionOf(CorpusItem item, Modality modality)
    {
        if (item.Version.Length == 0)
            return 0;
        Span<byte> small = stackalloc byte[256];
        var most = sizeof(long) + 1 + Encoding.UTF8.GetMaxByteCount(item.Version.Length);
        var bytes = most <= small.Length ? small : new byte[most];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, item.Bytes);
        bytes[sizeof(long)] = (byte)modality;
        var length = sizeof(long) + 1 + Encoding.UTF8.GetBytes(item.Version, bytes[(sizeof(long) + 1)..]);
        return Math.Max(1, XxHash3.HashToUInt64(bytes[..length]));
    }
}
