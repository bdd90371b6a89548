using UniBind.Grid.Media;

namespace UniBind.Grid.Encoding;

/// <summary>Event-camera recordings: gradient-orientation histograms of the time surfaces, and where and how many events each surface has.</summary>
internal static class EventDescriptor
{
    private const int Surfaces = 6;
    private const int Size = 64;
    private const int Directions = GradientHistogram.Directions;

    /// <summary>Input <c>surface</c> float [n,6,64,64] in 0..1, one surface for each time bin and polarity; output <c>embedding</c>.</summary>
    public static byte[] Build()
    {
        var graph = new OnnxGraphWriter("classic_event");
        var surface = graph.Clip(graph.Input("surface", TensorType.Float32, "n", Surfaces, Size, Size), -1, 2);
        var blocks = new FeatureBlocks(graph);

        // The whole recording as one picture, whatever the polarity; then each surface by itself, coarsely: its edges lean with the motion.
        GradientHistogram.AddPyramid(graph, blocks, graph.Mean(surface, [1]), Size);
        var single = graph.Reshape(surface, -1, 1, Size, Size);
        var votes = GradientHistogram.Votes(graph, GradientHistogram.Derivatives(graph, single, 1));
        blocks.AddRooted(GradientHistogram.Pool(graph, votes, Size / 2), Surfaces * Directions * 4, 0.5f, floor: 0.1f);
        blocks.AddRooted(GradientHistogram.Pool(graph, surface, Size / 4), Surfaces * 16, 0.6f, floor: 0.1f);
        SoftHistogram.Add(graph, blocks, graph.Reshape(GradientHistogram.Pool(graph, surface, 4), 0, -1, 1), 0, 1, 16, 0.3f);
        return blocks.Finish();
    }
}
