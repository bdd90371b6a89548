using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace UniBind.Grid.Alignment;

/// <summary>
/// The order in which items are taken into a sample: by a hash of seed and object, so that the first N of a modality are a random sample,
/// the same objects are first in every modality, and nothing depends on the order of the rows.
/// </summary>
internal readonly record struct SampleOrder(ulong Hash, string Object, string Id) : IComparable<SampleOrder>
{
    private const string Chunk = "#chunk=";

    public static SampleOrder Of(EvaluationItem item, ulong seed)
    {
        var name = ObjectOf(item);
        return new SampleOrder(XxHash64.HashToUInt64(MemoryMarshal.AsBytes(name.AsSpan()), (long)seed), name, item.Id);
    }

    /// <summary>The name of the object that an item is one sight of; the windows of a long text, <c>id#chunk=3</c>, are of one.</summary>
    public static string ObjectOf(EvaluationItem item) => item.Group is { } group ? "g " + group : string.Concat("i ", WithoutChunk(item.Id));

    private static ReadOnlySpan<char> WithoutChunk(string id)
    {
        var at = id.LastIndexOf(Chunk, StringComparison.Ordinal);
        return at >= 0 && at + Chunk.Length < id.Length && !id.AsSpan(at + Chunk.Length).ContainsAnyExceptInRange('0', '9') ? id.AsSpan(0, at) : id;
    }

    public int CompareTo(SampleOrder other)
    {
        var order = Hash.CompareTo(other.Hash);
        order = order != 0 ? order : string.CompareOrdinal(Object, other.Object);
        return order != 0 ? order : string.CompareOrdinal(Id, other.Id);
    }
}
