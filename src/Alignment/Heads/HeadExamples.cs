namespace UniBind.Grid.Alignment;

/// <summary>Items of one modality that a head is trained or measured on.</summary>
/// <remarks>Immutable and thread-safe as far as the memory behind it is.</remarks>
public sealed record HeadExamples
{
    /// <summary>The raw embeddings, one row an item.</summary>
    public required EmbeddingMatrix Raw { get; init; }

    /// <summary>The text embedding of each item's own description; null when the items have none.</summary>
    public EmbeddingMatrix? Captions { get; init; }

    /// <summary>The place of each item's class in a <see cref="CenterSet"/>, -1 for none; null when no item has a class.</summary>
    public IReadOnlyList<int>? Classes { get; init; }

    /// <summary>The number of items.</summary>
    public int Count => Raw.Rows;

    /// <summary>The places of labels among the classes of a set; -1 where it has no such class.</summary>
    public static int[] ClassesOf(IReadOnlyList<string> labels, CenterSet centers)
    {
        var places = new Dictionary<string, int>(centers.Classes.Count, StringComparer.Ordinal);
        for (var c = 0; c < centers.Classes.Count; c++)
            places.Add(centers.Classes[c], c);
        return [.. labels.Select(label => places.GetValueOrDefault(label, -1))];
    }

    /// <summary>Some of the items, in the order given; copied.</summary>
    public HeadExamples Take(IReadOnlyList<int> rows) => new()
    {
        Raw = Raw.Take(rows),
        Captions = Captions?.Take(rows),
        Classes = Classes is { } classes ? [.. rows.Select(r => classes[r])] : null,
    };

    /// <summary>Refuses examples whose parts do not fit together, or that are not finite.</summary>
    /// <param name="what">What they are, for the message: <c>training items</c>.</param>
    /// <param name="dimension">The dimension of the space.</param>
    /// <param name="centers">The centers that the classes lie in; null for none.</param>
    internal void Check(string what, int dimension, CenterSet? centers)
    {
        if (Captions is { } captions && (captions.Rows != Count || captions.Columns != dimension))
            throw new AlignmentException($"The {what} have {Count} raw embeddings and captions of {captions.Rows} x {captions.Columns}; captions must be {Count} x {dimension}.");
        if (Classes is { } classes)
        {
            if (classes.Count != Count)
                throw new AlignmentException($"The {what} have {Count} raw embeddings and {classes.Count} classes; give one class an item.");
            var limit = centers?.Classes.Count ?? int.MaxValue;
            for (var i = 0; i < classes.Count; i++)
                if (classes[i] < -1 || classes[i] >= limit)
                    throw new AlignmentException($"Item {i} of the {what} has class {classes[i]}, and the centers have {limit} classes; map labels through the same centers.");
        }
        CheckFinite(what + ": raw embedding", Raw);
        if (Captions is not null)
            CheckFinite(what + ": caption embedding", Captions);
    }

    internal static void CheckFinite(string what, EmbeddingMatrix matrix)
    {
        if (HeadMath.FirstNotFinite(matrix) is var row and >= 0)
            throw new AlignmentException($"Row {row} of the {what}s holds a value that is not a number or infinite; embed that item again or leave it out.");
    }
}
