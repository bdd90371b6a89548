namespace UniBind.Grid;

/// <summary>What a description is about. The numeric values are stored: never renumber them.</summary>
[GenerateSerializer, Alias("unibind.DescriptionKind")]
public enum DescriptionKind
{
    /// <summary>The class: its descriptions form the class's center.</summary>
    Category = 0,

    /// <summary>One item (a caption): the target that the item's embedding is trained towards.</summary>
    Sample = 1,
}
