namespace UniBind.Grid.Media;

/// <summary>What a column of an event table holds.</summary>
internal enum EventColumn
{
    /// <summary>Something else.</summary>
    Other,

    /// <summary>The column of the pixel.</summary>
    X,

    /// <summary>The row of the pixel.</summary>
    Y,

    /// <summary>The time.</summary>
    Time,

    /// <summary>The polarity: above 0 is positive, so 0/1 and -1/1 both read.</summary>
    Polarity,
}
