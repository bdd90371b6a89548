using UniBind.Grid.Media;

namespace UniBind.Grid.Encoding;

/// <summary>Pictures: gradient-orientation histograms in 8 by 8 and 4 by 4 cells, and coarse colour.</summary>
internal static class ImageDescriptor
{
    private const int Size = 128;

    /// <summary>Input <c>pixels</c> float [n,3,128,128] RGB in 0..1; output <c>embedding</c>.</summary>
    public static byte[] Build()
    {
        var graph = new OnnxGraphWriter("classic_image");
        var pixels = graph.Clip(graph.Input("pixels", TensorType.Float32, "n", 3, Size, Size), -1, 2);
        var blocks = new FeatureBlocks(graph);
        // Luma (ITU-R BT.601), red against green, yellow against blue.
        var opponent = graph.Node("Conv", [pixels, graph.Constant([0.299f, 0.587f, 0.114f, 0.7f, -0.7f, 0f, 0.4f, 0.4f, -0.8f], 3, 3, 1, 1)]);
        GradientHistogram.AddPyramid(graph, blocks, graph.Slice(opponent, 1, 0, 1), Size);
        AddColour(graph, blocks, opponent);
        return blocks.Finish();
    }

    // Mean and deviation of the three colour channels in 4 by 4 squares.
    private static void AddColour(OnnxGraphWriter graph, FeatureBlocks blocks, OnnxValue opponent)
    {
        var mean = GradientHistogram.Pool(graph, opponent, Size / 4);
        var square = GradientHistogram.Pool(graph, graph.Mul(opponent, opponent), Size / 4);
        var variance = graph.Unary("Relu", graph.Sub(square, graph.Mul(mean, mean)));
        blocks.Add(mean, 48, 0.4f);
        blocks.Add(graph.Unary("Sqrt", graph.Add(variance, 1e-4f)), 48, 0.4f, floor: 0.05f);
    }
}
