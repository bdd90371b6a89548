using UniBind.Grid.Media;

namespace UniBind.Grid.Cli;

/// <summary>A tensor in a few numbers.</summary>
internal sealed record TensorSummary(string Name, string Type, IReadOnlyList<int> Shape, double Min, double Mean, double Max)
{
    public static TensorSummary Of(PreparedTensor tensor)
    {
        var (min, max, sum) = (double.PositiveInfinity, double.NegativeInfinity, 0.0);
        var count = tensor.Floats?.Length ?? tensor.Longs!.Length;
        for (var i = 0; i < count; i++)
        {
            var value = tensor.Floats is { } floats ? floats[i] : tensor.Longs![i];
            min = Math.Min(min, value);
            max = Math.Max(max, value);
            sum += value;
        }
        return new(tensor.Name, tensor.Type == TensorType.Float32 ? "float32" : "int64", tensor.Shape, min, sum / count, max);
    }
}
