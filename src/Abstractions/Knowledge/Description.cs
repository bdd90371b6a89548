namespace UniBind.Grid;

/// <summary>One sentence about a class or an item, and where it comes from: a line of a knowledge base.</summary>
[GenerateSerializer, Immutable, Alias("unibind.Description")]
public sealed record Description
{
    /// <summary>The most characters of <see cref="Text"/>.</summary>
    public const int MaxTextLength = 2_000;

    /// <summary>The class.</summary>
    [Id(0)] public required string Class { get; init; }

    /// <summary>The sentence. With <see cref="Class"/> and <see cref="Item"/> it is the description's identity.</summary>
    [Id(1)] public required string Text { get; init; }

    /// <summary>Whether it is about the class or about one item.</summary>
    [Id(2)] public DescriptionKind Kind { get; init; }

    /// <summary>The side of the class that it tells of (look, sound, shape, heat, motion, background, examples, synonyms), or empty.</summary>
    [Id(3)] public string Facet { get; init; } = "";

    /// <summary>The modalities that it counts for; empty for all.</summary>
    [Id(4)] public Modality[] Modalities { get; init; } = [];

    /// <summary>The id of the item, for a caption; else null.</summary>
    [Id(5)] public string? Item { get; init; }

    /// <summary>The language model that wrote it; empty when a person did.</summary>
    [Id(6)] public string Llm { get; init; } = "";

    /// <summary>The SHA-256 of the prompt, or empty.</summary>
    [Id(7)] public string Prompt { get; init; } = "";

    /// <summary>When it was written.</summary>
    [Id(8)] public DateTimeOffset Created { get; init; }

    /// <summary>Who approved or rejected it: a person's name, <c>checks</c> for the automatic checks, or empty.</summary>
    [Id(9)] public string Reviewer { get; init; } = "";

    /// <summary>Whether it may be used.</summary>
    [Id(10)] public DescriptionState State { get; init; }

    /// <summary>What the checks or the reviewer found, or empty.</summary>
    [Id(11)] public string Reason { get; init; } = "";

    /// <summary>
    /// The JSON name of the first member with control characters, which could drive the terminal that the member is printed to; null when there
    /// is none. The item is left out: its id is whatever the item's source calls it.
    /// </summary>
    public string? ControlledMember()
    {
        foreach (var (name, value) in new[] { ("text", Text), ("facet", Facet), ("llm", Llm), ("prompt", Prompt), ("reviewer", Reviewer), ("reason", Reason) })
            if (value.Any(char.IsControl))
                return name;
        return null;
    }
}
