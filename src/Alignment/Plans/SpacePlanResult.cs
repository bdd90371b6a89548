namespace UniBind.Grid.Alignment;

/// <summary>What a change of the space version would do to the rows of a job.</summary>
public sealed record SpacePlanResult
{
    /// <summary>The old version.</summary>
    public required string Before { get; init; }

    /// <summary>The new version.</summary>
    public required string After { get; init; }

    /// <summary>All rows.</summary>
    public long Rows { get; init; }

    /// <summary>Those that would be of another class.</summary>
    public long Changed { get; init; }

    /// <summary>Each modality, in the order of their numbers.</summary>
    public IReadOnlyList<ModalityPlan> Modalities { get; init; } = [];

    /// <summary>Each pair of classes, the most rows first.</summary>
    public IReadOnlyList<ClassMove> Moves { get; init; } = [];

    /// <summary>The first changes, in the order of the output; all of them go to whoever runs the plan.</summary>
    public IReadOnlyList<ClassChange> Changes { get; init; } = [];

    /// <summary>What the reader should know: modalities that one of the versions does not take.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}
