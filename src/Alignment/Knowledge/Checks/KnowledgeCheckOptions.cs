namespace UniBind.Grid.Alignment;

/// <summary>The limits of <see cref="KnowledgeChecks"/>.</summary>
public sealed record KnowledgeCheckOptions
{
    /// <summary>The cosine of two texts of one class from which the later one is a near-duplicate.</summary>
    public double DuplicateCosine { get; init; } = 0.95;

    /// <summary>The fewest words of a description.</summary>
    public int MinWords { get; init; } = 2;

    /// <summary>The most words of a description.</summary>
    public int MaxWords { get; init; } = 60;

    /// <summary>The advantage, as a cosine, that another class's texts must have over its own before a description is off-class.</summary>
    public double OffClassMargin { get; init; }

    /// <summary>How many robust standard deviations below its class's median a text's nearness to its class may lie before it is unrelated; 0 turns the check off.</summary>
    public double UnrelatedDeviations { get; init; } = 3.5;

    /// <summary>The share of a class's texts that its prototype is first made of: those nearest to their mean. The others may be wrong.</summary>
    public double TrustedShare { get; init; } = 0.6;

    /// <summary>The number of texts that are embedded in one call.</summary>
    public int EmbedBlock { get; init; } = 4_096;
}
