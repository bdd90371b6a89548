namespace UniBind.Grid;

/// <summary>A request that the grid refuses or cannot fulfil; the message is one sentence for the user. Crosses silos.</summary>
[GenerateSerializer, Alias("unibind.GridException")]
public sealed class GridException : Exception
{
    /// <summary>An error with its sentence.</summary>
    public GridException(string message) : base(message)
    {
    }

    /// <summary>An error with its sentence and cause.</summary>
    public GridException(string message, Exception inner) : base(message, inner)
    {
    }

    /// <summary>True where the same request may succeed later, without anybody changing anything: storage that is overloaded, full or out of reach.</summary>
    [Id(0)]
    public bool IsTransient { get; init; }

    /// <summary>What a program may do about it.</summary>
    [Id(1)]
    public GridErrorKind Kind { get; init; }

    /// <summary>After how long the same request may find room, of <see cref="GridErrorKind.Overloaded"/>: what waits, divided by the rate at which it is done.</summary>
    [Id(2)]
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>One of <see cref="ItemErrorCodes"/> where the reason is the one item of the request; null for any other.</summary>
    [Id(3)]
    public string? ItemCode { get; init; }
}
