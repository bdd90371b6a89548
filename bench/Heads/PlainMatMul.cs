using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using UniBind.Grid.Encoding;

namespace UniBind.Grid.Alignment.Bench;

/// <summary>The reference: a MatMul of one size in a session of ONNX Runtime's own defaults but for the number of threads; tensors made once, nothing but Run.</summary>
internal sealed class PlainMatMul : IDisposable
{
    private readonly InferenceSession _session;
    private readonly RunOptions _run = new();
    private readonly OrtValue[] _inputs;
    private readonly OrtValue[] _outputs;

    public PlainMatMul(int m, int k, int n, int threads, bool twice = false)
    {
        Flops = 2.0 * m * k * n;
        var type = twice ? TensorElementType.Double : TensorElementType.Float;
        var graph = new OnnxGraphWriter("matmul");
        graph.Output("c", graph.MatMul(graph.Input("a", type, m, k), graph.Input("b", type, k, n)), type, m, n);
        using var options = new SessionOptions { IntraOpNumThreads = threads };
        _session = new InferenceSession(graph.ToArray(), options);
        _inputs = [Tensor(m, k, twice), Tensor(k, n, twice)];
        _outputs = [Tensor(m, n, twice)];
    }

    public double Flops { get; }

    public void Run() => _session.Run(_run, ["a", "b"], _inputs, ["c"], _outputs);

    public void Dispose()
    {
        foreach (var value in _inputs.Concat(_outputs))
            value.Dispose();
        _run.Dispose();
        _session.Dispose();
    }

    private static OrtValue Tensor(int rows, int columns, bool twice)
    {
        var random = new Random(rows + columns);
        var values = new float[rows * columns];
        for (var i = 0; i < values.Length; i++)
            values[i] = random.NextSingle() - 0.5f;
        return twice
            ? OrtValue.CreateTensorValueFromMemory(Array.ConvertAll(values, v => (double)v), [rows, columns])
            : OrtValue.CreateTensorValueFromMemory(values, [rows, columns]);
    }
}
