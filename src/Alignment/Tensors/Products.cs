using System.Numerics.Tensors;

namespace UniBind.Grid.Alignment;

/// <summary>The products of matrices behind scoring, search and projection. Thread-safe.</summary>
internal static class Products
{
    /// <summary>Rows of b whose values stay in a core's cache while the rows of a pass by.</summary>
    private const int CachedValues = 8192;

    /// <summary>a [n, d] times b [m, d] transposed: all dot products, n x m. A value may differ with the other rows of the call by rounding alone.</summary>
    /// <param name="a">The rows of the result.</param>
    /// <param name="b">Its columns.</param>
    /// <param name="result">Takes n x m values, row by row.</param>
    public static void MultiplyTransposed(EmbeddingMatrix a, EmbeddingMatrix b, Memory<float> result) => Dots(a, b, result);

    /// <summary>
    /// The same to the bit whatever the other rows of the call are: for a search, whose hits must not depend on how a collection is cut, and
    /// which waits for memory rather than for arithmetic.
    /// </summary>
    public static void Dots(EmbeddingMatrix a, EmbeddingMatrix b, Memory<float> result)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(a.Columns, b.Columns);
        ArgumentOutOfRangeException.ThrowIfLessThan(result.Length, a.Rows * b.Rows);
        var to = result.Span;
        var block = Math.Max(1, CachedValues / Math.Max(1, b.Columns));
        for (var first = 0; first < b.Rows; first += block)
        {
            var last = Math.Min(b.Rows, first + block);
            for (var i = 0; i < a.Rows; i++)
            {
                var row = a.Row(i);
                for (var j = first; j < last; j++)
                    to[(i * b.Rows) + j] = TensorPrimitives.Dot(row, b.Row(j));
            }
        }
    }
}
