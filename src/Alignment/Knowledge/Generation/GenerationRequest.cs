namespace UniBind.Grid.Alignment;

/// <summary>What descriptions to ask for: every class with every template, one question each.</summary>
public sealed record GenerationRequest
{
    /// <summary>The classes.</summary>
    public required IReadOnlyList<string> Classes { get; init; }

    /// <summary>The templates.</summary>
    public required IReadOnlyList<PromptTemplate> Templates { get; init; }

    /// <summary>What set the classes belong to, in a few words; or empty.</summary>
    public string Context { get; init; } = "";

    /// <summary>The number of descriptions of each class by each template.</summary>
    public int Count { get; init; } = 10;

    /// <summary>The questions that are open at the same time.</summary>
    public int Parallel { get; init; } = 4;

    /// <exception cref="AlignmentException">It asks for nothing, twice for the same, or for too much.</exception>
    internal void Validate()
    {
        if (Classes.Count == 0)
            throw new AlignmentException("There are no classes to describe; name them, or a file with one on each line.");
        if (Templates.Count == 0)
            throw new AlignmentException("There are no prompt templates; name one at least.");
        if (Count is < 1 or > 100)
            throw new AlignmentException($"A question can ask for 1 to 100 descriptions, not {Count}.");
        if (Parallel is < 1 or > 64)
            throw new AlignmentException($"1 to 64 questions can be open at the same time, not {Parallel}.");
        if (Context.Length > 2_000)
            throw new AlignmentException($"The context has {Context.Length:N0} characters, more than 2,000; say what set of classes it is in a few words.");
        var spellings = new ClassSpellings();
        for (var i = 0; i < Classes.Count; i++)
        {
            try
            {
                SpaceKey.RequireClass(Classes[i]);
            }
            catch (GridException e)
            {
                throw new AlignmentException(e.Message, e);
            }
            if (spellings.Clash(Classes[i], i + 1) is { } clash)
                throw new AlignmentException($"The list of classes cannot be used: {clash}.");
        }
    }
}
