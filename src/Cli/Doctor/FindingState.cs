namespace UniBind.Grid.Cli;

/// <summary>How a thing is that <c>unibind doctor</c> looked at.</summary>
internal enum FindingState
{
    /// <summary>As it should be.</summary>
    Good,

    /// <summary>Works, and is worth knowing.</summary>
    Note,

    /// <summary>Does not work.</summary>
    Bad,
}
