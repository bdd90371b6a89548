using System.Numerics.Tensors;

namespace UniBind.Grid.Encoding;

/// <summary>Normalisation of raw embeddings.</summary>
internal static class VectorMath
{
    /// <summary>Divides a vector by its L2 norm in place.</summary>
    /// <returns>Why it cannot be: a value is NaN or infinite, or all are zero; null when it was done.</returns>
    public static ItemException? Normalize(Span<float> vector)
    {
        var squares = TensorPrimitives.SumOfSquares<float>(vector);
        if (float.IsNormal(squares))
        {
            TensorPrimitives.Divide(vector, MathF.Sqrt(squares), vector);
            return null;
        }

        // Rare: NaN or infinity, all zero, or squares beyond the range of a float.
        var largest = TensorPrimitives.MaxMagnitude<float>(vector);
        if (!float.IsFinite(largest))
            return new ItemException(ItemStage.Encode, ItemErrorCodes.NotFinite, "The encoder returned NaN or infinity for this item.");
        if (MathF.Abs(largest) is 0)
            return new ItemException(ItemStage.Encode, ItemErrorCodes.Encoder, "The encoder returned only zeros for this item, which have no direction.");
        TensorPrimitives.Divide(vector, largest, vector);
        TensorPrimitives.Divide(vector, TensorPrimitives.Norm<float>(vector), vector);
        return null;
    }

    /// <summary>The mean over normalised rows, normalised. One row is its own mean.</summary>
    /// <param name="rows">[rows, dimension], row-major; may be given back as the result.</param>
    /// <param name="dimension">The length of a row.</param>
    /// <param name="error">Why there is no mean (rows that cancel out), otherwise null.</param>
    public static float[]? Mean(float[] rows, int dimension, out ItemException? error)
    {
        error = null;
        if (rows.Length == dimension)
            return rows;
        var mean = new float[dimension];
        for (var start = 0; start < rows.Length; start += dimension)
            TensorPrimitives.Add(mean, rows.AsSpan(start, dimension), mean);
        error = Normalize(mean);
        return error is null ? mean : null;
    }
}
