namespace UniBind.Grid.Alignment;

/// <summary>Cosine similarities of every row of one set with every row of another.</summary>
internal static class Similarities
{
    private const int Block = 256;

    /// <summary>Fills a matrix, row-major, one row for each of <paramref name="a"/>.</summary>
    public static float[] Of(EmbeddingMatrix a, EmbeddingMatrix b, CancellationToken cancellationToken)
    {
        var result = new float[(long)a.Rows * b.Rows];

        // In blocks only so that it can be stopped; a product uses all processors.
        for (var first = 0; first < a.Rows; first += Block)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var rows = Math.Min(Block, a.Rows - first);
            Products.MultiplyTransposed(a.Slice(first, rows), b, result.AsMemory(first * b.Rows, rows * b.Rows));
        }
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
