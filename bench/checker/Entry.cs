namespace UniBind.Grid.Bench.Checker;

/// <summary>Where an entry was seen.</summary>
internal enum Seen : byte
{
    Listing = 0,
    Row = 1,
    Letter = 2,
    ReferenceRow = 3,
    ReferenceLetter = 4,
}

/// <summary>One sight of one item: 33 bytes, whatever the length of its id.</summary>
/// <param name="Id">The first 16 bytes of the SHA-256 of the id.</param>
/// <param name="Where">Where it was seen.</param>
/// <param name="Digest">The first 16 bytes of the SHA-256 of everything that is said about it there.</param>
internal readonly record struct Entry(UInt128 Id, Seen Where, UInt128 Digest) : IComparable<Entry>
{
    public int CompareTo(Entry other)
    {
        var order = Id.CompareTo(other.Id);
        if (order == 0)
            order = Where.CompareTo(other.Where);
        return order != 0 ? order : Digest.CompareTo(other.Digest);
    }
}
