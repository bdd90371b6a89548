namespace UniBind.Grid.Encoding;

/// <summary>One dimension of a graph's input or output: a fixed size, or a symbol such as <c>n</c> for a size that is known at run time only.</summary>
public readonly record struct OnnxDimension
{
    private OnnxDimension(long size, string? symbol)
    {
        Size = size;
        Symbol = symbol;
    }

    /// <summary>The size; 0 where <see cref="Symbol"/> is set.</summary>
    public long Size { get; }

    /// <summary>The symbol, or null for a fixed size.</summary>
    public string? Symbol { get; }

    /// <summary>A fixed size, at least 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The size is below 1.</exception>
    public static OnnxDimension Fixed(long size)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        return new OnnxDimension(size, null);
    }

    /// <summary>A size known at run time only; equal symbols mean equal sizes.</summary>
    /// <exception cref="ArgumentException">The symbol is empty.</exception>
    public static OnnxDimension Symbolic(string symbol)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(symbol);
        return new OnnxDimension(0, symbol);
    }

    /// <summary>See <see cref="Fixed"/>.</summary>
    public static implicit operator OnnxDimension(int size) => Fixed(size);

    /// <summary>See <see cref="Symbolic"/>.</summary>
    public static implicit operator OnnxDimension(string symbol) => Symbolic(symbol);
}
