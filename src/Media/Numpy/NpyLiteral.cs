namespace UniBind.Grid.Media;

/// <summary>The three entries of a NumPy header's dictionary.</summary>
/// <param name="Fields">From <c>descr</c>, offsets filled in.</param>
/// <param name="Structured">True when <c>descr</c> is a list.</param>
/// <param name="FortranOrder">From <c>fortran_order</c>.</param>
/// <param name="Shape">From <c>shape</c>.</param>
internal sealed record NpyLiteral(IReadOnlyList<NpyField> Fields, bool Structured, bool FortranOrder, IReadOnlyList<long> Shape);
