namespace UniBind.Grid.Alignment;

/// <summary>A point of the training curve.</summary>
/// <param name="Step">The steps done.</param>
/// <param name="LearningRate">The learning rate of the last of them; 0 before the first.</param>
/// <param name="Loss">The mean training loss since the point before; null before the first step.</param>
/// <param name="HeldOut">What the held-out items say; null where there are none.</param>
public sealed record HeadTrainingPoint(int Step, double LearningRate, double? Loss, HeadMetrics? HeldOut);
