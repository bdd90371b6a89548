using UniBind.Grid.Media;

namespace UniBind.Grid.Encoding;

/// <summary>
/// Point clouds: shape distributions (Osada et al., 2002: distances of random pairs of points), distributions of radius and height, rings around the
/// vertical axis with their angular harmonics (both blind to a turn about it), and a soft occupancy grid (which is not).
/// </summary>
internal static class PointCloudDescriptor
{
    private const int Points = 1024;
    private const int Pairs = 4096;
    private const int Grid = 7;
    private const int Harmonics = 4;

    /// <summary>Input <c>points</c> float [n,1024,3], y up, in the unit sphere; output <c>embedding</c>.</summary>
    public static byte[] Build()
    {
        var graph = new OnnxGraphWriter("classic_pointcloud");
        var points = graph.Clip(graph.Input("points", TensorType.Float32, "n", Points, 3), -2, 2);
        var blocks = new FeatureBlocks(graph);
        AddPairs(graph, blocks, points);
        AddRings(graph, blocks, points);
        AddOccupancy(graph, blocks, points);
        return blocks.Finish();
    }

    private static void AddPairs(OnnxGraphWriter graph, FeatureBlocks blocks, OnnxValue points)
    {
        var first = graph.Gather(points, graph.Constant(ClassicMath.Indices(1, Pairs, Points), Pairs), 1);
        var second = graph.Gather(points, graph.Constant(ClassicMath.Indices(2, Pairs, Points), Pairs), 1);
        var between = graph.Sub(first, second);
        var distance = Length(graph, between); // [n,4096,1]
        SoftHistogram.Add(graph, blocks, distance, 0, 1.8, 48, 0.6f);
        SoftHistogram.Add(graph, blocks, graph.Unary("Abs", graph.Slice(between, 2, 1, 2)), 0, 1.6, 24, 0.4f);
        SoftHistogram.Add(graph, blocks, Length(graph, Flat(graph, between)), 0, 1.6, 24, 0.4f);
    }

    private static void AddRings(OnnxGraphWriter graph, FeatureBlocks blocks, OnnxValue points)
    {
        const int slabs = 8;
        const int rings = 5;
        var height = graph.Slice(points, 2, 1, 2);
        var flat = Flat(graph, points);
        var radius = Length(graph, flat);
        SoftHistogram.Add(graph, blocks, Length(graph, points), 0, 1, 24, 0.4f);

        var shares = Outer(graph, SoftHistogram.Assign(graph, height, -0.9, 0.9, slabs), slabs, SoftHistogram.Assign(graph, radius, 0, 1, rings), rings);
        var byRing = graph.Transpose(shares, 0, 2, 1); // [n,40,p]
        blocks.AddRooted(graph.Mean(byRing, [2]), slabs * rings, 0.8f);
        var sums = graph.Mul(graph.MatMul(byRing, Waves(graph, flat, radius)), 1f / Points); // [n,40,8]
        var pairs = graph.Reshape(graph.Mul(sums, sums), 0, slabs * rings, Harmonics, 2);
        // The floor: a thousand points on an even ring have some strength in each harmonic by chance.
        blocks.AddRooted(graph.Unary("Sqrt", graph.Sum(pairs, [3])), slabs * rings * Harmonics, 0.6f, floor: 0.5f);
    }

    // cos kφ and sin kφ of each point by the angle sum, from cos φ = x/r and sin φ = z/r: [n,p,8].
    private static OnnxValue Waves(OnnxGraphWriter graph, OnnxValue flat, OnnxValue radius)
    {
        var angle = graph.Div(flat, radius); // finite on the axis too: the radius has a floor
        var (x, z) = (graph.Slice(angle, 2, 0, 1), graph.Slice(angle, 2, 1, 2));
        var (cos, sin) = (x, z);
        var waves = new List<OnnxValue> { cos, sin };
        for (var k = 2; k <= Harmonics; k++)
        {
            (cos, sin) = (graph.Sub(graph.Mul(cos, x), graph.Mul(sin, z)), graph.Add(graph.Mul(sin, x), graph.Mul(cos, z)));
            waves.Add(cos);
            waves.Add(sin);
        }

        return graph.Concat(2, [.. waves]);
    }

    private static void AddOccupancy(OnnxGraphWriter graph, FeatureBlocks blocks, OnnxValue points)
    {
        OnnxValue Axis(int axis) => SoftHistogram.Assign(graph, graph.Slice(points, 2, axis, axis + 1), -0.9, 0.9, Grid);
        var plane = Outer(graph, Axis(0), Grid, Axis(1), Grid); // [n,p,49]
        var cells = graph.MatMul(graph.Transpose(plane, 0, 2, 1), Axis(2)); // [n,49,7]
        blocks.AddRooted(graph.Mul(cells, 1f / Points), Grid * Grid * Grid, 0.8f);
    }

    // The products of every pair of shares of a point: [n,p,a] and [n,p,b] to [n,p,a·b].
    private static OnnxValue Outer(OnnxGraphWriter graph, OnnxValue a, int aCount, OnnxValue b, int bCount) =>
        graph.Reshape(graph.Mul(graph.Reshape(a, 0, 0, aCount, 1), graph.Reshape(b, 0, 0, 1, bCount)), 0, 0, aCount * bCount);

    private static OnnxValue Flat(OnnxGraphWriter graph, OnnxValue vectors) => graph.Slice(vectors, 2, 0, 3, 2);

    private static OnnxValue Length(OnnxGraphWriter graph, OnnxValue vectors) =>
        graph.Unary("Sqrt", graph.Add(graph.Sum(graph.Mul(vectors, vectors), [2]), 1e-8f));
}
