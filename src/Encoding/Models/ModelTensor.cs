using System.Globalization;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace UniBind.Grid.Encoding;

/// <summary>An input or output of a model.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its element type.</param>
/// <param name="Shape">Its dimensions, rows first; -1 where the size is known at run time only; null when the model does not say.</param>
internal sealed record ModelTensor(string Name, TensorElementType Type, IReadOnlyList<long>? Shape)
{
    /// <summary>For messages: <c>input_ids int64[?,?]</c>.</summary>
    public override string ToString() =>
        $"{Name} {TypeName(Type)}[{(Shape is null ? "..." : string.Join(",", Shape.Select(d => d < 0 ? "?" : d.ToString(CultureInfo.InvariantCulture))))}]";

    /// <summary>The name of an element type, as in the ONNX documents.</summary>
    public static string TypeName(TensorElementType type) => type switch
    {
        TensorElementType.Float => "float32",
        TensorElementType.Double => "float64",
        _ => type.ToString().ToLowerInvariant(),
    };
}
