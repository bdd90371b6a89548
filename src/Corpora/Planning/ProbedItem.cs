namespace UniBind.Grid.Corpora;

/// <summary>What the header of a content told.</summary>
/// <param name="Modality">The modality it will be embedded as.</param>
/// <param name="Format">Its file format.</param>
/// <param name="Cost">What it costs to encode, in a unit of the modality's own; items of like cost make uniform batches. Finite and not negative.</param>
public readonly record struct ProbedItem(Modality Modality, string Format, double Cost);
