namespace UniBind.Grid.Alignment;

/// <summary>The outcome of a training run.</summary>
/// <param name="Head">The head of the step that did best on the held-out items, or of the last step without them. Encoder, sources and time of its origin are left to the caller.</param>
/// <param name="Curve">The course of the run, the start first.</param>
/// <param name="Steps">The steps that were done.</param>
/// <param name="BestStep">The step that the head is of.</param>
/// <param name="StoppedEarly">Whether patience ended the run.</param>
public sealed record HeadTraining(Head Head, IReadOnlyList<HeadTrainingPoint> Curve, int Steps, int BestStep, bool StoppedEarly);
