using UniBind.Grid.Media;

namespace UniBind.Grid.Encoding;

/// <summary>Video: what the frames show on average, what changes and where, and in which direction edges move.</summary>
internal static class VideoDescriptor
{
    private const int Frames = 8;
    private const int Steps = Frames - 1;
    private const int Size = 64;
    private const int Directions = GradientHistogram.Directions;

    /// <summary>Input <c>clip</c> float [n,8,64,64] gray in 0..1; output <c>embedding</c>.</summary>
    public static byte[] Build()
    {
        var graph = new OnnxGraphWriter("classic_video");
        var clip = graph.Clip(graph.Input("clip", TensorType.Float32, "n", Frames, Size, Size), -1, 2);
        var blocks = new FeatureBlocks(graph);

        AddAppearance(graph, blocks, clip);
        AddChange(graph, blocks, Difference(graph, clip));
        AddFlow(graph, blocks, clip);
        return blocks.Finish();
    }

    private static void AddAppearance(OnnxGraphWriter graph, FeatureBlocks blocks, OnnxValue clip)
    {
        // Every frame is a picture of its own: [n·8,1,64,64].
        var derivatives = GradientHistogram.Derivatives(graph, graph.Reshape(clip, -1, 1, Size, Size), 1);
        var votes = GradientHistogram.Votes(graph, derivatives);
        var cells = GradientHistogram.Cells(graph, votes, Directions, Size / 8); // [n·8,8,8,8]
        var mean = graph.Mean(graph.Reshape(cells, -1, Frames, Directions * 64), [1]);
        blocks.Add(GradientHistogram.Normalise(graph, graph.Reshape(mean, -1, Directions, 8, 8)), Directions * 64, 1f, floor: 1f);
        var coarse = GradientHistogram.Pool(graph, clip, 4); // [n,8,16,16]
        SoftHistogram.Add(graph, blocks, graph.Reshape(coarse, 0, -1, 1), 0, 1, 16, 0.3f);
    }

    // The change from frame to frame, less what sensor noise and compression make of a still picture.
    private static OnnxValue Difference(OnnxGraphWriter graph, OnnxValue clip)
    {
        const float noise = 0.02f;
        var difference = graph.Sub(graph.Slice(clip, 1, 1, Frames), graph.Slice(clip, 1, 0, Steps));
        return graph.Sub(difference, graph.Clip(difference, -noise, noise));
    }

    // The mean absolute difference from frame to frame: where (8 by 8 squares), and when.
    private static void AddChange(OnnxGraphWriter graph, FeatureBlocks blocks, OnnxValue difference)
    {
        var change = GradientHistogram.Pool(graph, graph.Unary("Abs", difference), 8); // [n,7,8,8]
        blocks.AddRooted(graph.Mean(change, [1]), 64, 0.5f, floor: 0.2f);
        blocks.AddRooted(graph.Mean(change, [2, 3]), Steps, 0.2f, floor: 0.1f);
    }

    // Normal flow: where the gradient is g and the brightness changes by c, an edge moves along -c·g. Where (4 by 4 squares), and when.
    // At half the size: a quarter of the cost, and edges that move faster than a pixel a frame still overlap.
    private static void AddFlow(OnnxGraphWriter graph, FeatureBlocks blocks, OnnxValue clip)
    {
        const int half = Size / 2;
        var small = GradientHistogram.Pool(graph, clip, 2); // [n,8,32,32]
        var between = graph.Add(graph.Slice(small, 1, 1, Frames), graph.Slice(small, 1, 0, Steps));
        var gradients = GradientHistogram.Derivatives(graph, graph.Reshape(between, -1, 1, half, half), 1); // [n·7,8,32,32]
        var against = graph.Unary("Neg", graph.Reshape(Difference(graph, small), -1, 1, half, half));
        var votes = GradientHistogram.Votes(graph, graph.Mul(gradients, against));
        var cells = graph.Reshape(GradientHistogram.Pool(graph, votes, half / 4), -1, Steps, Directions * 16); // [n,7,128]
        blocks.AddRooted(graph.Mean(cells, [1]), Directions * 16, 0.8f, floor: 0.1f);
        blocks.AddRooted(graph.Mean(graph.Reshape(cells, 0, Steps, Directions, 16), [3]), Steps * Directions, 0.5f, floor: 0.05f);
    }
}
