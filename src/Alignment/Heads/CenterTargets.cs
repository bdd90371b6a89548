using System.Numerics.Tensors;

namespace UniBind.Grid.Alignment;

/// <summary>Training targets made of class centers.</summary>
public static class CenterTargets
{
    private const float LeastDifference = 1e-4f; // below it the direction is rounding

    /// <summary>For each class the L2-normalised mean of its rows: the target of closed-form training. It is no center and is never scored against.</summary>
    /// <returns>One row a class; zero where no row of the class counts for the modality, or its rows cancel out.</returns>
    public static EmbeddingMatrix ClassMeans(CenterSet centers, Modality modality)
    {
        var dimension = centers.Dimension;
        var values = new float[(long)centers.Classes.Count * dimension];
        for (var c = 0; c < centers.Classes.Count; c++)
        {
            var mean = values.AsSpan(c * dimension, dimension);
            var (start, count) = centers.RowsOf(c);
            for (var r = start; r < start + count; r++)
                if (centers.Counts(r, modality))
                    TensorPrimitives.Add(mean, centers.Rows.Row(r), mean);
            var norm = TensorPrimitives.Norm<float>(mean);
            if (norm > HeadMath.MinNorm)
                TensorPrimitives.Divide(mean, norm, mean);
        }
        return new EmbeddingMatrix(values, centers.Classes.Count, dimension);
    }

    /// <summary>
    /// <see cref="ClassMeans"/> less what all classes have in common, their mean, and normalised again. With many descriptions a class the means of
    /// related classes lie close together (cosines of 0.9 and more), so that a fit towards them spends itself on the part that tells no class from another.
    /// </summary>
    /// <returns>One row a class; zero where no row of the class counts for the modality. As <see cref="ClassMeans"/> where fewer than two classes have rows, or a class is the mean itself.</returns>
    public static EmbeddingMatrix CentredMeans(CenterSet centers, Modality modality)
    {
        var means = ClassMeans(centers, modality);
        int[] present = [.. Enumerable.Range(0, means.Rows).Where(c => TensorPrimitives.Norm(means.Row(c)) > HeadMath.MinNorm)];
        if (present.Length < 2)
            return means;
        var common = new float[means.Columns];
        foreach (var c in present)
            TensorPrimitives.Add(common, means.Row(c), common);
        TensorPrimitives.Divide(common, present.Length, common);
        var values = means.Values.ToArray();
        foreach (var c in present)
        {
            var row = values.AsSpan(c * means.Columns, means.Columns);
            TensorPrimitives.Subtract(row, common, row);
            var norm = TensorPrimitives.Norm<float>(row);
            if (norm < LeastDifference)
                means.Row(c).CopyTo(row);
            else
                TensorPrimitives.Divide(row, norm, row);
        }
        return new EmbeddingMatrix(values, means.Rows, means.Columns);
    }

    /// <summary>The closed-form target of each item: its caption, L2-normalised, else the mean of its class.</summary>
    /// <param name="examples">The items.</param>
    /// <param name="centers">The centers that their classes lie in.</param>
    /// <param name="modality">The modality.</param>
    /// <param name="centred">Whether the class's mean is that of <see cref="CentredMeans"/>, else that of <see cref="ClassMeans"/>.</param>
    /// <exception cref="AlignmentException">An item has neither, or its class has no row for the modality.</exception>
    public static EmbeddingMatrix Of(HeadExamples examples, CenterSet? centers, Modality modality, bool centred = true)
    {
        if (examples.Captions is { } captions)
            return HeadMath.Normalised(captions);
        if (examples.Classes is not { } classes || centers is null)
            throw new AlignmentException($"The items of {modality.Name()} have neither captions nor classes with centers, so that there is nothing to train towards.");
        var means = centred ? CentredMeans(centers, modality) : ClassMeans(centers, modality);
        var values = new float[(long)examples.Count * centers.Dimension];
        for (var i = 0; i < examples.Count; i++)
        {
            if (classes[i] < 0)
                throw new AlignmentException($"Item {i} of {modality.Name()} has no class among the centers; leave it out or add its class.");
            var mean = means.Row(classes[i]);
            if (TensorPrimitives.Norm<float>(mean) == 0)
                throw new AlignmentException($"The class '{centers.Classes[classes[i]]}' has no row for {modality.Name()}, so that nothing can be trained towards it.");
            mean.CopyTo(values.AsSpan(i * centers.Dimension));
        }
        return new EmbeddingMatrix(values, examples.Count, centers.Dimension);
    }

    /// <summary>A set of some of the classes, such as the seen ones of a fold that holds classes out: class i is the one at <paramref name="classes"/>[i]. Rows are copied.</summary>
    public static CenterSet Restrict(CenterSet centers, IReadOnlyList<int> classes)
    {
        var rows = new List<int>();
        var starts = new int[classes.Count + 1];
        for (var c = 0; c < classes.Count; c++)
        {
            var (start, count) = centers.RowsOf(classes[c]);
            rows.AddRange(Enumerable.Range(start, count));
            starts[c + 1] = rows.Count;
        }
        return new CenterSet([.. classes.Select(c => centers.Classes[c])], starts, centers.Rows.Take(rows), [.. rows.Select(centers.MaskOf)], r => centers.TextOf(rows[r]));
    }
}
