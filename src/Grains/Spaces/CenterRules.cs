using System.Numerics.Tensors;
using UniBind.Grid.Alignment;

namespace UniBind.Grid.Grains;

/// <summary>Selects the descriptions of a class that become the rows of its center: those nearest to its medoid.</summary>
internal static class CenterRules
{
    private const int MaxRows = 100_000;

    /// <summary>The rule as it stands in the lineage: <c>medoid 50</c>.</summary>
    /// <exception cref="GridException">There is no such rule, or the number of rows is out of range.</exception>
    public static string Describe(CenterBuildRequest request)
    {
        if (request.Rule != "medoid")
            throw new GridException($"'{request.Rule}' is no rule to select descriptions by; there is medoid.");
        return request.Rows is >= 1 and <= MaxRows
            ? FormattableString.Invariant($"{request.Rule} {request.Rows}")
            : throw new GridException($"A center of {request.Rows} rows cannot be built; ask for 1 to {MaxRows:N0}.");
    }

    /// <summary>The places of the rows, nearest to the medoid first. The medoid is the row with the greatest sum of cosines to all.</summary>
    /// <param name="rows">The embeddings of one class, L2-normalised.</param>
    /// <param name="most">At most so many.</param>
    public static int[] Select(EmbeddingMatrix rows, int most)
    {
        var sum = new float[rows.Columns];
        for (var i = 0; i < rows.Rows; i++)
            TensorPrimitives.Add(sum, rows.Row(i), sum);
        var medoid = Enumerable.Range(0, rows.Rows).MaxBy(i => TensorPrimitives.Dot(rows.Row(i), sum));
        return [.. Enumerable.Range(0, rows.Rows).OrderByDescending(i => TensorPrimitives.Dot(rows.Row(i), rows.Row(medoid))).ThenBy(i => i).Take(most)];
    }
}
