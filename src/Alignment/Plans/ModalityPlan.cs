namespace UniBind.Grid.Alignment;

/// <summary>What would become of one modality.</summary>
/// <param name="Modality">Its name.</param>
/// <param name="Rows">Its rows.</param>
/// <param name="Changed">Those that would be of another class.</param>
/// <param name="Labelled">Those with a label that neither went into the centers of a version nor is of the split <c>train</c>: the ones that accuracy is told of.</param>
/// <param name="RightBefore">The labelled ones whose class in the old version is one of their labels.</param>
/// <param name="RightAfter">The same for the new version.</param>
public sealed record ModalityPlan(string Modality, long Rows, long Changed, long Labelled, long RightBefore, long RightAfter);
