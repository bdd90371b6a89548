namespace UniBind.Grid.Media;

/// <summary>The unit of a time column.</summary>
internal enum EventTimeUnit
{
    /// <summary>Not told: whole numbers are microseconds, fractions are seconds.</summary>
    Unknown,

    /// <summary>Seconds.</summary>
    Seconds,

    /// <summary>Milliseconds.</summary>
    Milliseconds,

    /// <summary>Microseconds.</summary>
    Microseconds,

    /// <summary>Nanoseconds.</summary>
    Nanoseconds,
}
