namespace UniBind.Grid.Alignment;

/// <summary>What an evaluation knows of one item beside its embedding.</summary>
/// <param name="Id">The item's id.</param>
/// <param name="Modality">The modality that it was embedded as.</param>
/// <param name="Labels">Its labels, none to many; a label that is a class of the space makes it count for accuracy.</param>
/// <param name="Group">The object that several sensors saw; null for an object of its own.</param>
/// <param name="Uri">Its address, for the examples of the report.</param>
public sealed record EvaluationItem(string Id, Modality Modality, IReadOnlyList<string> Labels, string? Group = null, string Uri = "");
