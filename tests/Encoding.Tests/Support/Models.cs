using UniBind.Grid.Media;

namespace UniBind.Grid.Encoding.Tests;

/// <summary>Small models for tests.</summary>
internal static class Models
{
    /// <summary>values [n,width] times a fixed random matrix: embedding [n,dimension].</summary>
    public static byte[] MatMul(int width, int dimension, string input = "values", string output = "embedding")
    {
        var graph = new OnnxGraphWriter("matmul");
        var x = graph.Input(input, TensorType.Float32, "n", width);
        graph.Output(output, graph.MatMul(x, graph.Constant(Random(width * dimension, 1), width, dimension)), TensorType.Float32, "n", dimension);
        return graph.ToArray();
    }

    /// <summary>The mean over the rows of a table that input_ids [n,t] names, weighed by attention_mask: fails for an id beyond the table.</summary>
    public static byte[] Lookup(int rows = 100, int dimension = 24)
    {
        var graph = new OnnxGraphWriter("lookup");
        var ids = graph.Input("input_ids", TensorType.Int64, "n", "t");
        var mask = graph.Input("attention_mask", TensorType.Float32, "n", "t");
        var found = graph.Gather(graph.Constant(Random(rows * dimension, 2), rows, dimension), ids, 0);
        var sum = graph.Sum(graph.Mul(found, graph.Reshape(mask, 0, -1, 1)), [1], keep: false);
        graph.Output("embedding", graph.MatMul(sum, graph.Constant(Random(dimension * dimension, 3), dimension, dimension)), TensorType.Float32, "n", dimension);
        return graph.ToArray();
    }

    /// <summary>The mean over input_ids' rows of a table without regard to the mask, so that padding changes it.</summary>
    public static byte[] LookupWithoutMask(int rows = 100, int dimension = 24)
    {
        var graph = new OnnxGraphWriter("lookup");
        var ids = graph.Input("input_ids", TensorType.Int64, "n", "t");
        var mask = graph.Input("attention_mask", TensorType.Float32, "n", "t");
        var found = graph.Gather(graph.Constant(Random(rows * dimension, 2), rows, dimension), ids, 0);
        var sum = graph.Add(graph.Mean(found, [1], keep: false), graph.Mul(graph.Reduce("ReduceMax", mask, [1]), 0f));
        graph.Output("embedding", sum, TensorType.Float32, "n", dimension);
        return graph.ToArray();
    }

    /// <summary>The square roots of values [n,width]: NaN for what is negative.</summary>
    public static byte[] Roots(int width)
    {
        var graph = new OnnxGraphWriter("roots");
        var x = graph.Input("values", TensorType.Float32, "n", width);
        graph.Output("embedding", graph.Unary("Sqrt", x), TensorType.Float32, "n", width);
        return graph.ToArray();
    }

    /// <summary>values [n,width] through many square matrices: a Run that takes a while.</summary>
    public static byte[] Slow(int width, int layers)
    {
        var graph = new OnnxGraphWriter("slow");
        var x = graph.Input("values", TensorType.Float32, "n", width);
        var weights = graph.Constant(Random(width * width, 4, 1.7f / MathF.Sqrt(width)), width, width);
        for (var i = 0; i < layers; i++)
            x = graph.MatMul(x, weights);
        graph.Output("embedding", x, TensorType.Float32, "n", width);
        return graph.ToArray();
    }

    public static float[] Random(int count, int seed, float scale = 1f)
    {
        var random = new Random(seed);
        var values = new float[count];
        for (var i = 0; i < count; i++)
            values[i] = scale * (2 * random.NextSingle() - 1);
        return values;
    }
}
