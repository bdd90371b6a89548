namespace UniBind.Grid.Alignment;

/// <summary>A vector that a search found.</summary>
/// <param name="Id">Its item's id.</param>
/// <param name="Score">The cosine to the query.</param>
/// <param name="Source">The number that the caller gave to the part that holds it.</param>
/// <param name="Row">Its row in that part.</param>
public readonly record struct VectorHit(string Id, float Score, int Source, int Row) : IComparable<VectorHit>
{
    /// <summary>Better first: by score, then by id (ordinal), source and row, so that the order of equal scores never depends on who found them first.</summary>
    public int CompareTo(VectorHit other)
    {
        var order = other.Score.CompareTo(Score);
        if (order == 0)
            order = string.CompareOrdinal(Id, other.Id);
        if (order == 0)
            order = Source.CompareTo(other.Source);
        return order != 0 ? order : Row.CompareTo(other.Row);
    }
}
