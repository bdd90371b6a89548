using UniBind.Grid.Media;

namespace UniBind.Grid.Encoding;

/// <summary>
/// The parts of one descriptor. Each part [n, d] is scaled to length 1 and then by its weight, so that the weights alone say how much a part
/// counts in the cosine of two items.
/// </summary>
/// <remarks>Not thread-safe.</remarks>
internal sealed class FeatureBlocks(OnnxGraphWriter graph)
{
    private readonly List<OnnxValue> _parts = [];

    /// <summary>The total length of the parts so far.</summary>
    public int Dimension { get; private set; }

    /// <summary>Adds values [n, ...] as they are.</summary>
    /// <param name="values">Values of any shape with <paramref name="count"/> a row.</param>
    /// <param name="count">The number of values a row.</param>
    /// <param name="weight">The part's length in the embedding.</param>
    /// <param name="floor">A length below which there is next to nothing to see (a blank picture, a still clip): such a part stays short instead of being noise blown up.</param>
    public void Add(OnnxValue values, int count, float weight, float floor = 1e-4f)
    {
        var flat = graph.Reshape(values, -1, count);
        var length = graph.Unary("Sqrt", graph.Add(graph.Sum(graph.Mul(flat, flat), [1]), floor * floor));
        _parts.Add(graph.Mul(graph.Div(flat, length), weight));
        Dimension += count;
    }

    /// <summary>Adds values of at least 0 by their square roots (the Hellinger kernel: bins with much mass no longer drown the others).</summary>
    public void AddRooted(OnnxValue values, int count, float weight, float floor = 1e-4f) =>
        Add(graph.Unary("Sqrt", graph.Unary("Relu", values)), count, weight, floor);

    /// <summary>Declares the output <c>embedding</c> and gives the model's bytes.</summary>
    public byte[] Finish()
    {
        graph.Output("embedding", graph.Concat(1, [.. _parts]), TensorType.Float32, "n", Dimension);
        return graph.ToArray();
    }
}
