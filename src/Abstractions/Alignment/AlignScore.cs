namespace UniBind.Grid;

/// <summary>What trials are compared by: the accuracy on the items that a trial did not see, then the loss there.</summary>
/// <param name="Accuracy">The share of items whose best class is theirs; null without classes.</param>
/// <param name="Loss">The loss; null where there is none.</param>
[GenerateSerializer, Immutable, Alias("unibind.AlignScore")]
public sealed record AlignScore([property: Id(0)] double? Accuracy, [property: Id(1)] double? Loss);
