namespace UniBind.Grid.Alignment;

/// <summary>What an item is used for when a head is trained.</summary>
public enum ItemUse
{
    /// <summary>Nothing: it is of the test split, or of a split that nobody knows.</summary>
    None,

    /// <summary>To train on.</summary>
    Train,

    /// <summary>To end training early, to choose among settings and to fit confidences on.</summary>
    HeldOut,
}
