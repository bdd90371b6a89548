namespace UniBind.Grid.Alignment;

/// <summary>How an example is shown.</summary>
internal enum ExampleKind
{
    /// <summary>A data address of a picture.</summary>
    Picture,

    /// <summary>A data address of a sound.</summary>
    Sound,

    /// <summary>Text, not encoded.</summary>
    Words,
}

/// <summary>A small form of an item.</summary>
internal sealed record Example(ExampleKind Kind, string Content);
