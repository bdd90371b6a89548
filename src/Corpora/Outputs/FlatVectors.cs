namespace UniBind.Grid.Corpora;

/// <summary>Vectors of one length, one behind the other.</summary>
internal readonly record struct FlatVectors(float[] Values, int Rows, int Dimension);
