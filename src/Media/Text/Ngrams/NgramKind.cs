namespace UniBind.Grid.Media;

/// <summary>The kinds of n-gram features. The values are hashed: never renumber them.</summary>
internal enum NgramKind
{
    /// <summary>One word.</summary>
    Word = 1,

    /// <summary>Two words in a row.</summary>
    WordPair = 2,

    /// <summary>Three to five characters of one word with its boundary marks.</summary>
    Characters = 3,
}
