using System.Numerics.Tensors;

namespace UniBind.Grid.Alignment.Tests;

/// <summary>Vectors for tests; the same seed gives the same ones.</summary>
internal static class Unit
{
    public static EmbeddingMatrix Random(int rows, int columns, int seed)
    {
        var random = new Random(seed);
        var values = new float[rows * columns];
        for (var i = 0; i < values.Length; i++)
            values[i] = (random.NextSingle() * 2) - 1;
        for (var r = 0; r < rows; r++)
            Assert.True(Directions.TryNormalise(values.AsSpan(r * columns, columns)));
        return new EmbeddingMatrix(values, rows, columns);
    }

    public static EmbeddingMatrix Rows(params float[][] rows) => EmbeddingMatrix.From(rows, rows[0].Length);

    /// <summary>A unit vector in the plane.</summary>
    public static float[] At(double degrees) => [(float)Math.Cos(degrees * Math.PI / 180), (float)Math.Sin(degrees * Math.PI / 180)];

    public static CenterSet Centers(EmbeddingMatrix rows, int[] counts, int[]? masks = null)
    {
        var starts = new int[counts.Length + 1];
        for (var c = 0; c < counts.Length; c++)
            starts[c + 1] = starts[c] + counts[c];
        masks ??= Enumerable.Repeat(CenterSet.AllModalities, rows.Rows).ToArray();
        return new CenterSet([.. Enumerable.Range(0, counts.Length).Select(c => $"class {c}")], starts, rows, masks, row => $"text {row}");
    }

    public static float Cosine(EmbeddingMatrix a, int i, EmbeddingMatrix b, int j) => TensorPrimitives.Dot(a.Row(i), b.Row(j));
}
