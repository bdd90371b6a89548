using System.Runtime.InteropServices;

namespace UniBind.Grid.Client;

/// <summary>The answer of <c>/v1/embeddings</c>.</summary>
internal sealed record WireEmbeddingList
{
    /// <summary>The space version.</summary>
    public required string Model { get; init; }

    /// <summary>A result for each item.</summary>
    public required WireEmbedding[] Data { get; init; }

    /// <summary>What it used.</summary>
    public WireUsage? Usage { get; init; }

    /// <summary>Puts the results to their places in the caller's list.</summary>
    /// <exception cref="GridException">There is not exactly one for each item: a wrong vector would be worse than none.</exception>
    public void CopyTo(GridEmbedding[] results, IReadOnlyList<int> places)
    {
        var told = new bool[places.Count];
        foreach (var item in Data)
        {
            if (item.Index < 0 || item.Index >= told.Length || told[item.Index])
                throw Wrong();
            told[item.Index] = true;
            var place = places[item.Index];
            results[place] = item switch
            {
                { Error: { } error } => new GridEmbedding(default, error.ToItemException(item.Index, place)),
                { Embedding: { Length: > 0 } bytes } when bytes.Length % sizeof(float) == 0 => new GridEmbedding(MemoryMarshal.Cast<byte, float>(bytes).ToArray(), null),
                _ => throw Wrong(),
            };
        }
        if (told.Contains(false))
            throw Wrong();
    }

    private static GridException Wrong() => new("The server's answer does not have exactly one embedding or error for each item, so none is taken.") { Kind = GridErrorKind.Unavailable };
}
