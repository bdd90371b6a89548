namespace UniBind.Grid;

/// <summary>Whether a description may be used. The numeric values are stored: never renumber them.</summary>
[GenerateSerializer, Alias("unibind.DescriptionState")]
public enum DescriptionState
{
    /// <summary>Waits for a review.</summary>
    Proposed = 0,

    /// <summary>May enter a center.</summary>
    Approved = 1,

    /// <summary>May not; kept, so that it is not proposed again.</summary>
    Rejected = 2,
}
