using Microsoft.ML.OnnxRuntime;
using UniBind.Grid.Media;

namespace UniBind.Grid.Encoding.Tests;

/// <summary>Runs a graph of one input <c>x</c> through ONNX Runtime.</summary>
internal static class GraphRun
{
    /// <summary>Builds a graph from its body and gives the values and the shape of its output.</summary>
    public static (float[] Values, long[] Shape) Of(float[] input, long[] shape, Func<OnnxGraphWriter, OnnxValue, OnnxValue> body, int opset = OnnxGraphWriter.DefaultOpset)
    {
        var graph = new OnnxGraphWriter("test", opset);
        var x = graph.Input("x", TensorType.Float32, [.. shape.Select(d => OnnxDimension.Fixed(d))]);
        graph.Output("y", body(graph, x), TensorType.Float32);
        return Of(graph.ToArray(), input, shape);
    }

    /// <summary>Runs a model from <c>x</c> to <c>y</c>.</summary>
    public static (float[] Values, long[] Shape) Of(byte[] model, float[] input, long[] shape)
    {
        using var options = new SessionOptions { IntraOpNumThreads = 1, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
        using var session = new InferenceSession(model, options);
        using var value = OrtValue.CreateTensorValueFromMemory(input, shape);
        using var run = new RunOptions();
        using var outputs = session.Run(run, ["x"], [value], ["y"]);
        return (outputs[0].GetTensorDataAsSpan<float>().ToArray(), outputs[0].GetTensorTypeAndShape().Shape);
    }
}
