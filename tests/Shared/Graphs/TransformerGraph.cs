using UniBind.Grid.Encoding;
using UniBind.Grid.Media;

namespace UniBind.Grid.Testing;

/// <summary>
/// A small transformer encoder with random weights: the smallest model in which padding, masks and batch sizes can go wrong as they do in real ones.
/// Inputs <c>input_ids</c> int64 [n,t] (below the vocabulary's size, t at most <see cref="MaxTokens"/>) and <c>attention_mask</c> float [n,t];
/// output <c>embedding</c> float [n,dim], the mean over the unmasked tokens.
/// </summary>
internal static class TransformerGraph
{
    public const int MaxTokens = 256;

    public static byte[] Build(int seed, int vocab = 100, int dim = 32, int layers = 2, int heads = 4)
    {
        if (dim % heads != 0)
            throw new ArgumentException("dim must be a multiple of heads", nameof(heads));
        var weights = new Weights(new OnnxGraphWriter("transformer"), new Random(seed));
        var graph = weights.Graph;
        var ids = graph.Input("input_ids", TensorType.Int64, "n", "t");
        var mask = graph.Input("attention_mask", TensorType.Float32, "n", "t");

        var length = graph.Node("Shape", [ids], OnnxAttribute.Int("start", 1)); // [t]
        var positions = graph.Node("Slice", [weights.Matrix(MaxTokens, dim, 0.3f), graph.Vector(0), length, graph.Vector(0)]);
        var x = graph.Add(graph.Gather(weights.Matrix(vocab, dim, 1f), ids, 0), positions);
        var bias = graph.Reshape(graph.Mul(graph.Add(mask, -1f), 1e9f), 0, 1, 1, -1); // [n,1,1,t]: 0 or -1e9
        for (var layer = 0; layer < layers; layer++)
        {
            x = weights.Norm(graph.Add(x, Attention(weights, x, bias, dim, heads)), dim);
            var hidden = graph.Unary("Relu", weights.Linear(x, dim, 4 * dim));
            x = weights.Norm(graph.Add(x, weights.Linear(hidden, 4 * dim, dim)), dim);
        }

        var column = graph.Reshape(mask, 0, -1, 1);
        var total = graph.Sum(graph.Mul(x, column), [1], keep: false);
        var mean = graph.Div(total, graph.Add(graph.Sum(mask, [1]), 1e-6f));
        graph.Output("embedding", mean, TensorType.Float32, "n", dim);
        return graph.ToArray();
    }

    private static OnnxValue Attention(Weights weights, OnnxValue x, OnnxValue bias, int dim, int heads)
    {
        var graph = weights.Graph;
        var size = dim / heads;
        OnnxValue Split() => graph.Transpose(graph.Reshape(weights.Linear(x, dim, dim), 0, 0, heads, size), 0, 2, 1, 3);
        var query = Split();
        var key = Split();
        var value = Split();
        var scores = graph.Mul(graph.MatMul(query, graph.Transpose(key, 0, 1, 3, 2)), 1f / MathF.Sqrt(size));
        var attended = graph.MatMul(graph.Softmax(graph.Add(scores, bias), -1), value);
        return weights.Linear(graph.Reshape(graph.Transpose(attended, 0, 2, 1, 3), 0, 0, dim), dim, dim);
    }

    private sealed record Weights(OnnxGraphWriter Graph, Random Random)
    {
        public OnnxValue Matrix(int rows, int columns, float scale)
        {
            var values = new float[rows * columns];
            for (var i = 0; i < values.Length; i++)
                values[i] = scale * (2f * Random.NextSingle() - 1f);
            return Graph.Constant(values, rows, columns);
        }

        public OnnxValue Linear(OnnxValue x, int from, int to) =>
            Graph.Add(Graph.MatMul(x, Matrix(from, to, MathF.Sqrt(3f / from))), Graph.Reshape(Matrix(1, to, 0.1f), to));

        public OnnxValue Norm(OnnxValue x, int dim)
        {
            var scale = new float[dim];
            Array.Fill(scale, 1f);
            return Graph.Node("LayerNormalization", [x, Graph.Constant(scale, dim)], OnnxAttribute.Int("axis", -1));
        }
    }
}
