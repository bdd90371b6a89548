namespace UniBind.Grid.Corpora;

/// <summary>Where the embedding of a row comes from: the ledger counts each kind by itself. Not a column of the output.</summary>
public enum RowOrigin
{
    /// <summary>Encoded by this job.</summary>
    Embedded = 0,

    /// <summary>Taken from the cache.</summary>
    Reused = 1,

    /// <summary>Taken over from an earlier job.</summary>
    Carried = 2,

    /// <summary>The content of an earlier item of this job.</summary>
    Duplicate = 3,

    /// <summary>A further row of an item that has several (a long text in windows); its first row counts the item.</summary>
    Continuation = 4,
}
