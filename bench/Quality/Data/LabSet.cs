namespace UniBind.Grid.Bench.Quality;

/// <summary>The items of one modality of a class set.</summary>
/// <param name="Name">For example <c>digits-event</c>.</param>
/// <param name="Modality">The modality.</param>
/// <param name="Items">All items, in a fixed order.</param>
internal sealed record LabSet(string Name, Modality Modality, IReadOnlyList<LabItem> Items);
