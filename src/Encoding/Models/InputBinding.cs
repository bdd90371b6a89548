using Microsoft.ML.OnnxRuntime.Tensors;
using UniBind.Grid.Media;

namespace UniBind.Grid.Encoding;

/// <summary>A tensor of the profile and the model's input that it feeds.</summary>
/// <param name="Spec">The tensor, as the profile promises it.</param>
/// <param name="Input">The model's input.</param>
/// <param name="Type">The element type that the model wants: the tensor's, or its narrower form (float16, int32).</param>
/// <param name="Row">The dimensions of one row; -1 where it is the longest row of the Run.</param>
internal sealed record InputBinding(TensorSpec Spec, string Input, TensorElementType Type, int[] Row)
{
    /// <summary>True when the size of a row is not the same for all items.</summary>
    public bool IsDynamic { get; } = Array.IndexOf(Row, -1) >= 0;

    /// <summary>True when the model can take a tensor: the types fit and no known dimension contradicts.</summary>
    public static bool Fits(TensorSpec spec, ModelTensor input) =>
        FitsType(spec.Type, input.Type) && (input.Shape is null || (input.Shape.Count == spec.Shape.Count + 1
            && !spec.Shape.Where((size, i) => size >= 0 && input.Shape[i + 1] >= 0 && size != input.Shape[i + 1]).Any()));

    private static bool FitsType(TensorType type, TensorElementType wanted) => type switch
    {
        TensorType.Float32 => wanted is TensorElementType.Float or TensorElementType.Float16,
        TensorType.Int64 => wanted is TensorElementType.Int64 or TensorElementType.Int32,
        _ => false,
    };
}
