namespace UniBind.Grid.Media;

/// <summary>One field of a NumPy element; an array that is not structured has a single one without a name.</summary>
/// <param name="Name">The field's name; empty for padding and for plain arrays.</param>
/// <param name="Type">Its scalar type.</param>
/// <param name="Offset">Its offset within the element, in bytes.</param>
/// <param name="Length">How many scalars it holds: more than 1 when the field is an array itself.</param>
internal readonly record struct NpyField(string Name, NpyType Type, int Offset, int Length);
