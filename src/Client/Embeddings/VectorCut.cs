using System.Globalization;

namespace UniBind.Grid.Client;

/// <summary>Cuts embeddings to fewer dimensions, as the HTTP surface does it.</summary>
internal static class VectorCut
{
    /// <summary>The first dimensions, brought to length 1 again: <c>v[0..n] / |v[0..n]|</c>; the vector as it is where it has no more.</summary>
    /// <exception cref="GridException">The vector has fewer.</exception>
    public static float[] First(float[] vector, int? dimensions)
    {
        if (dimensions is not { } wanted || wanted == vector.Length)
            return vector;
        if (wanted < 1 || wanted > vector.Length)
            throw new GridException(string.Create(CultureInfo.InvariantCulture, $"{wanted} dimensions are asked for and the embeddings of this model have {vector.Length}; ask for 1 to {vector.Length}."));
        var cut = vector[..wanted];
        var squares = 0.0;
        foreach (var value in cut)
            squares += (double)value * value;
        if (squares > 0)
        {
            var scale = 1 / Math.Sqrt(squares);
            for (var i = 0; i < cut.Length; i++)
                cut[i] = (float)(cut[i] * scale);
        }
        return cut;
    }
}
