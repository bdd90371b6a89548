namespace UniBind.Grid.Alignment;

/// <summary>How far a run of generation or captioning is.</summary>
/// <param name="Done">The questions that are done, those of earlier runs and failed ones included.</param>
/// <param name="Total">All questions, or 0 where their number is not known.</param>
/// <param name="Usage">The cost so far.</param>
public sealed record GenerationProgress(int Done, int Total, ChatUsage Usage);
