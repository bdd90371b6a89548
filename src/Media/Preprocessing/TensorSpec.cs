namespace UniBind.Grid.Media;

/// <summary>One tensor that a profile produces, without its leading row dimension.</summary>
/// <param name="Name">The name within the profile, mapped by the pack to an input of the model.</param>
/// <param name="Type">The element type.</param>
/// <param name="Shape">The dimensions of one row; -1 where the length depends on the content. Rows of unequal length are padded at the end with <paramref name="PadValue"/>.</param>
/// <param name="PadValue">What the batcher fills a row up with; a mask pads with 0.</param>
public sealed record TensorSpec(string Name, TensorType Type, IReadOnlyList<int> Shape, long PadValue = 0);
