namespace UniBind.Grid.Corpora;

/// <summary>An entry of a <see cref="HashIndex{T}"/>: a hash, and what goes with it.</summary>
internal interface IHashEntry
{
    /// <summary>What the entry is found by.</summary>
    UInt128 Hash { get; }
}
