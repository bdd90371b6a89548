namespace UniBind.Grid.Corpora;

/// <summary>The kinds of <see cref="CorpusException"/> that make a difference to a caller.</summary>
public enum CorpusFault
{
    /// <summary>It would fail again.</summary>
    Permanent = 0,

    /// <summary>It may succeed later: storage is overloaded, times out, cannot be reached or has no room.</summary>
    Transient = 1,

    /// <summary>An object that must exist does not.</summary>
    Missing = 2,

    /// <summary>An object has another version than the one that was asked for.</summary>
    Changed = 3,

    /// <summary>The credentials are missing, wrong, or do not allow it.</summary>
    Denied = 4,
}
