namespace UniBind.Grid.Bench.Checker;

/// <summary>One row of a part.</summary>
/// <param name="Id">The column <c>id</c>.</param>
/// <param name="Modality">The column <c>modality</c>.</param>
/// <param name="Digest">Over the names, levels and bits of all columns of the row, whatever they are.</param>
internal readonly record struct PartRow(string Id, string Modality, UInt128 Digest);
