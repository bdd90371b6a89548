using System.Numerics.Tensors;

namespace UniBind.Grid.Alignment;

/// <summary>
/// Takes out of vectors what the texts of one facet have in common ("in a thermal picture ..."): it tells nothing about the class, and would draw a text to whatever
/// class has most texts of its facet.
/// </summary>
internal static class FacetMeans
{
    /// <summary>The fewest texts of a facet from which its mean is told.</summary>
    private const int Fewest = 20;

    /// <summary>Subtracts the mean of its facet from every unit row and scales the row to length 1 again, in place.</summary>
    public static void Subtract(IReadOnlyList<string> facets, float[] values, int columns)
    {
        var groups = facets.Select((facet, row) => (facet, row)).GroupBy(p => p.facet, p => p.row, StringComparer.Ordinal).Select(g => g.ToArray()).Where(g => g.Length >= Fewest);
        foreach (var rows in groups)
        {
            var mean = new float[columns];
            foreach (var row in rows)
                TensorPrimitives.MultiplyAdd(values.AsSpan(row * columns, columns), 1f / rows.Length, mean, mean);
            Parallel.ForEach(rows, row =>
            {
                var vector = values.AsSpan(row * columns, columns);
                TensorPrimitives.Subtract(vector, mean, vector);
                var norm = TensorPrimitives.Norm<float>(vector);
                if (norm > 1e-6f)
                    TensorPrimitives.Divide(vector, norm, vector);
            });
        }
    }
}
