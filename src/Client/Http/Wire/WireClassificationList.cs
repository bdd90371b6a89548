namespace UniBind.Grid.Client;

/// <summary>The answer of <c>/v1/classify</c>.</summary>
internal sealed record WireClassificationList
{
    /// <summary>The space version.</summary>
    public required string Model { get; init; }

    /// <summary>A result for each item.</summary>
    public required WireClassification[] Data { get; init; }

    /// <summary>The results in the order of the items.</summary>
    /// <exception cref="GridException">There is not exactly one for each item.</exception>
    public GridClassifications ToClassifications(int count)
    {
        var results = new GridClassification?[count];
        foreach (var item in Data)
        {
            if (item.Index < 0 || item.Index >= count || results[item.Index] is not null)
                throw Wrong();
            results[item.Index] = item.ToClassification();
        }
        return results.Contains(null) ? throw Wrong() : new GridClassifications { Model = Model, Items = results! };
    }

    private static GridException Wrong() => new("The server's answer does not have exactly one result for each item, so none is taken.") { Kind = GridErrorKind.Unavailable };
}
