namespace UniBind.Grid.Grains;

/// <summary>An item that a head is trained or measured on.</summary>
/// <param name="HeldOut">True when it is not trained on.</param>
/// <param name="Fold">The fold that it belongs to.</param>
/// <param name="Class">Its class's place among the classes of the centers; -1 for none.</param>
/// <param name="Caption">Its caption's place among the group's captions; -1 for none.</param>
/// <param name="Raw">Its raw embedding.</param>
internal readonly record struct AlignItem(bool HeldOut, int Fold, int Class, int Caption, ReadOnlyMemory<float> Raw);
