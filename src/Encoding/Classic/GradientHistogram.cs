namespace UniBind.Grid.Encoding;

/// <summary>
/// Histograms of oriented gradients (Dalal and Triggs, CVPR 2005) as graph operators: directional derivatives, soft votes for directions,
/// cells, contrast normalisation over neighbouring cells.
/// </summary>
internal static class GradientHistogram
{
    /// <summary>The number of directions, over the full circle: light-to-dark and dark-to-light edges differ.</summary>
    public const int Directions = 8;

    /// <summary>Adds the normalised histograms of a gray picture [n,1,size,size] in 8 by 8 and 4 by 4 cells: 640 values.</summary>
    public static void AddPyramid(OnnxGraphWriter graph, FeatureBlocks blocks, OnnxValue gray, int size)
    {
        var fine = Cells(graph, Votes(graph, Derivatives(graph, gray, 1)), Directions, size / 8);
        blocks.Add(Normalise(graph, fine), Directions * 64, 1f, floor: 1f);
        blocks.Add(Normalise(graph, Pool(graph, fine, 2)), Directions * 16, 0.8f, floor: 0.5f);
    }

    /// <summary>The derivative of each channel in each direction: [n,c,h,w] to [n,c·8,h,w]; borders repeat.</summary>
    public static OnnxValue Derivatives(OnnxGraphWriter graph, OnnxValue planes, int channels)
    {
        // Sobel's pair, scaled so that a step of 1 over two pixels is 1, turned by steering: d(θ) = cos θ · dx + sin θ · dy.
        ReadOnlySpan<int> smooth = [1, 2, 1];
        ReadOnlySpan<int> difference = [-1, 0, 1];
        var kernels = new float[channels * Directions * 9];
        for (var k = 0; k < channels * Directions; k++)
        {
            var (sin, cos) = Math.SinCos(2 * Math.PI * (k % Directions) / Directions);
            for (var y = 0; y < 3; y++)
                for (var x = 0; x < 3; x++)
                    kernels[9 * k + 3 * y + x] = ClassicMath.Round((cos * smooth[y] * difference[x] + sin * smooth[x] * difference[y]) / 4);
        }

        var padded = graph.Node("Pad", [planes, graph.Vector(0, 0, 1, 1, 0, 0, 1, 1)], OnnxAttribute.String("mode", "edge"));
        return graph.Node("Conv", [padded, graph.Constant(kernels, channels * Directions, 1, 3, 3)], OnnxAttribute.Int("group", channels));
    }

    /// <summary>
    /// Votes of one channel's derivatives [n,8,h,w] for their directions: |g|·cos⁴ of the angle between the gradient and the direction,
    /// a lobe about as wide as the distance of two directions, and nothing for directions opposite to the gradient.
    /// </summary>
    public static OnnxValue Votes(OnnxGraphWriter graph, OnnxValue derivatives)
    {
        var forward = graph.Unary("Relu", derivatives);
        var squared = graph.Mul(forward, forward);
        // Over eight even directions the squared forward derivatives add up to 2·|g|².
        var energy = graph.Mul(graph.Sum(squared, [1]), 0.5f);
        var cubed = graph.Add(graph.Mul(energy, graph.Unary("Sqrt", energy)), 1e-8f);
        return graph.Div(graph.Mul(squared, squared), cubed);
    }

    /// <summary>Means over cells with triangular weights that reach into the neighbouring cells: [n,c,h,w] to [n,c,h/cell,w/cell]; cell is even.</summary>
    public static OnnxValue Cells(OnnxGraphWriter graph, OnnxValue votes, int channels, int cell)
    {
        var halves = Pool(graph, votes, cell / 2);
        var kernels = new float[channels * 16];
        ReadOnlySpan<float> triangle = [0.125f, 0.375f, 0.375f, 0.125f];
        for (var i = 0; i < kernels.Length; i++)
            kernels[i] = triangle[i / 4 % 4] * triangle[i % 4];
        return graph.Node("Conv", [halves, graph.Constant(kernels, channels, 1, 4, 4)], OnnxAttribute.Int("group", channels),
            OnnxAttribute.Ints("strides", 2, 2), OnnxAttribute.Ints("pads", 1, 1, 1, 1));
    }

    /// <summary>Means over squares of <paramref name="size"/> by <paramref name="size"/>.</summary>
    public static OnnxValue Pool(OnnxGraphWriter graph, OnnxValue planes, int size) =>
        graph.Node("AveragePool", [planes], OnnxAttribute.Ints("kernel_shape", size, size), OnnxAttribute.Ints("strides", size, size));

    /// <summary>
    /// Cells [n,8,h,w] over the length of the histograms around them (3 by 3 cells): the contrast of the lighting goes, the shape stays.
    /// </summary>
    public static OnnxValue Normalise(OnnxGraphWriter graph, OnnxValue cells)
    {
        // Below this vote a neighbourhood counts as flat: noise must not be blown up to an edge.
        const float floor = 0.05f;
        var energy = graph.Sum(graph.Mul(cells, cells), [1]);
        var around = graph.Node("AveragePool", [energy], OnnxAttribute.Ints("kernel_shape", 3, 3), OnnxAttribute.Ints("pads", 1, 1, 1, 1));
        return graph.Div(cells, graph.Unary("Sqrt", graph.Add(around, floor * floor)));
    }
}
