namespace UniBind.Grid.Bench.Chaos;

/// <summary>What the proxy does to a request.</summary>
internal enum ProxyFault
{
    /// <summary>Passes it.</summary>
    None = 0,

    /// <summary>Answers 500, and the server never hears of it.</summary>
    Error = 1,

    /// <summary>Answers 503, and the server never hears of it.</summary>
    Busy = 2,

    /// <summary>Closes the connection before the server hears of it.</summary>
    CutBefore = 3,

    /// <summary>Lets the server do it, and closes the connection without an answer.</summary>
    CutAfter = 4,

    /// <summary>Lets the server do it, and closes the connection in the middle of the answer.</summary>
    Truncate = 5,

    /// <summary>Passes it late.</summary>
    Delay = 6,
}
