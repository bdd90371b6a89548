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

    /// <summary>True when the same request may succeed later as it is: storage that throttles, fails or does not answer in time.</summary>
    [Id(0)] public bool IsTransient { get; init; }
}
