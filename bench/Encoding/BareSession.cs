using Microsoft.ML.OnnxRuntime;
using UniBind.Grid.Media;

namespace UniBind.Grid.Encoding.Bench;

/// <summary>The reference: one session with the same options, tensors filled once, nothing but Run.</summary>
internal sealed class BareSession : IDisposable
{
    private readonly InferenceSession _session;
    private readonly RunOptions _options = new();
    private readonly string[] _inputNames;
    private readonly string[] _outputNames;
    private readonly OrtValue[] _inputs;
    private readonly OrtValue[] _outputs;

    public BareSession(string model, TensorSpec input, PreparedItem[] items, string output, int dimension)
    {
        using var options = new SessionOptions { IntraOpNumThreads = 1, InterOpNumThreads = 1, ExecutionMode = ExecutionMode.ORT_SEQUENTIAL };
        options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        _session = new InferenceSession(model, options);
        _inputNames = [input.Name];
        _outputNames = [output];
        long[] shape = [items.Length, .. input.Shape.Select(d => (long)d)];
        _inputs = [OrtValue.CreateTensorValueFromMemory(items.SelectMany(i => i.Tensors[0].Floats!).ToArray(), shape)];
        _outputs = [OrtValue.CreateTensorValueFromMemory(new float[items.Length * dimension], [items.Length, dimension])];
    }

    public void Run() => _session.Run(_options, _inputNames, _inputs, _outputNames, _outputs);

    public void Dispose()
    {
        _inputs[0].Dispose();
        _outputs[0].Dispose();
        _options.Dispose();
        _session.Dispose();
    }
}
