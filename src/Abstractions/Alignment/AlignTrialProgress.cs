namespace UniBind.Grid;

/// <summary>How far a trial is.</summary>
/// <param name="Step">The steps done.</param>
/// <param name="Steps">The steps at most; 0 while they are not known.</param>
[GenerateSerializer, Immutable, Alias("unibind.AlignTrialProgress")]
public sealed record AlignTrialProgress([property: Id(0)] int Step, [property: Id(1)] int Steps);
