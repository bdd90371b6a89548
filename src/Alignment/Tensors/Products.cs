using System.Numerics.Tensors;

namespace UniBind.Grid.Alignment;

/// <summary>The products of matrices behind scoring, projection, selection and evaluation. Thread-safe.</summary>
internal static class Products
{
    /// <summary>Multiplications below which a call of ONNX Runtime costs more than it saves, measured with vectors of 384 and 768.</summary>
    private const long SmallProduct = 1 << 19;

    /// <summary>With fewer rows on a side there is nothing to block, and reading the other side is the work.</summary>
    private const int FewRows = 4;

    /// <summary>Rows of b whose values stay in a core's cache while the rows of a pass by.</summary>
    private const int CachedValues = 8192;

    /// <summary>
    /// a [n, d] times b [m, d] transposed: all dot products, n x m. A value may differ with the other rows of the call by rounding alone (below
    /// 1e-6 for unit vectors), because large products take the kernels of ONNX Runtime and small ones do not.
    /// </summary>
    /// <param name="a">The rows of the result.</param>
    /// <param name="b">Its columns.</param>
    /// <param name="result">Takes n x m values, row by row.</param>
    public static void MultiplyTransposed(EmbeddingMatrix a, EmbeddingMatrix b, Memory<float> result)
    {
        if (Math.Min(a.Rows, b.Rows) < FewRows || (long)a.Rows * b.Rows * b.Columns < SmallProduct)
        {
            Dots(a, b, result);
            return;
        }
        Gemm.Shared.Multiply(
            new MatrixOperand<float>(a.Values, a.Rows, a.Columns), new MatrixOperand<float>(b.Values, b.Rows, b.Columns, Transposed: true), result[..(a.Rows * b.Rows)]);
    }

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
