using System.Numerics.Tensors;

namespace UniBind.Grid.Alignment;

/// <summary>Cosine similarities of every row of one set with every row of another.</summary>
internal static class Similarities
{
    private const int Block = 32;

    /// <summary>Fills a matrix, row-major, one row for each of <paramref name="a"/>.</summary>
    public static float[] Of(EmbeddingMatrix a, EmbeddingMatrix b, CancellationToken cancellationToken)
    {
        var result = new float[(long)a.Rows * b.Rows];
        var options = new ParallelOptions { CancellationToken = cancellationToken, MaxDegreeOfParallelism = Environment.ProcessorCount };
        // A block of rows stays in the cache while the other set passes by.
        Parallel.For(0, (a.Rows + Block - 1) / Block, options, block =>
        {
            var last = Math.Min(a.Rows, (block + 1) * Block);
            for (var j = 0; j < b.Rows; j++)
            {
                var other = b.Row(j);
                for (var i = block * Block; i < last; i++)
                    result[((long)i * b.Rows) + j] = TensorPrimitives.Dot(a.Row(i), other);
            }
        });
        return result;
    }

    /// <summary>The transposed matrix.</summary>
    public static float[] Transposed(float[] matrix, int rows, int columns)
    {
        var result = new float[matrix.Length];
        for (var i = 0; i < rows; i++)
            for (var j = 0; j < columns; j++)
                result[((long)j * rows) + i] = matrix[((long)i * columns) + j];
        return result;
    }
}
