namespace UniBind.Grid.Encoding;

/// <summary>Consecutive rows of one item that take part in a Run.</summary>
/// <param name="Item">The item's index in its batch.</param>
/// <param name="Row">The first row.</param>
/// <param name="Count">The number of rows.</param>
internal readonly record struct RowSlice(int Item, int Row, int Count);
