using UniBind.Grid.Media;

namespace UniBind.Grid.Encoding;

/// <summary>Thermal pictures: gradient-orientation histograms, where it is warm, and how the temperatures are spread.</summary>
internal static class ThermalDescriptor
{
    private const int Size = 128;

    /// <summary>Input <c>pixels</c> float [n,1,128,128] in 0..1; output <c>embedding</c>.</summary>
    public static byte[] Build()
    {
        var graph = new OnnxGraphWriter("classic_thermal");
        var pixels = graph.Clip(graph.Input("pixels", TensorType.Float32, "n", 1, Size, Size), -1, 2);
        var blocks = new FeatureBlocks(graph);
        GradientHistogram.AddPyramid(graph, blocks, pixels, Size);

        // Each picture against its own mean: cameras and weather shift the whole scale.
        var warmth = graph.Sub(pixels, graph.Mean(pixels, [1, 2, 3]));
        blocks.Add(GradientHistogram.Pool(graph, warmth, Size / 8), 64, 0.5f, floor: 0.05f);

        // Means of 2 by 2 pixels: a quarter of the cost, the same histogram.
        SoftHistogram.Add(graph, blocks, graph.Reshape(GradientHistogram.Pool(graph, pixels, 2), 0, -1, 1), 0, 1, 24, 0.4f);
        return blocks.Finish();
    }
}
