using UniBind.Grid.Media;

namespace UniBind.Grid.Encoding;

/// <summary>Texts: the weights of hashed word and character n-grams, summed by bucket, by their signed square roots.</summary>
internal static class TextDescriptor
{
    /// <summary>The number of buckets, and the dimension of the embedding.</summary>
    public const int Buckets = 1024;

    /// <summary>Inputs <c>bucket</c> int64 [n,t] in 0..1023 and <c>weight</c> float [n,t], 0 for padding; output <c>embedding</c>.</summary>
    public static byte[] Build()
    {
        var graph = new OnnxGraphWriter("classic_text");
        var bucket = graph.Input("bucket", TensorType.Int64, "n", "t");
        var weight = graph.Clip(graph.Input("weight", TensorType.Float32, "n", "t"), -1e6f, 1e6f);

        var rows = graph.Node("Shape", [bucket], OnnxAttribute.Int("start", 0), OnnxAttribute.Int("end", 1));
        var zeros = graph.Node("ConstantOfShape", [graph.Concat(0, rows, graph.Vector(Buckets))], OnnxAttribute.Tensor("value", [0f], 1));
        var sums = graph.Node("ScatterElements", [zeros, bucket, weight], OnnxAttribute.Int("axis", 1), OnnxAttribute.String("reduction", "add"));
        var rooted = graph.Mul(graph.Unary("Sign", sums), graph.Unary("Sqrt", graph.Unary("Abs", sums)));
        graph.Output("embedding", rooted, TensorType.Float32, "n", Buckets);
        return graph.ToArray();
    }
}
