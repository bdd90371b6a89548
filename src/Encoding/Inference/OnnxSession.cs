using Microsoft.ML.OnnxRuntime;

namespace UniBind.Grid.Encoding;

/// <summary>An ONNX Runtime session as the grid opens it: explicit threads that do not spin, operators one after the other.</summary>
/// <remarks><see cref="Run"/> is thread-safe; the values that it is given are not.</remarks>
internal sealed class OnnxSession : IDisposable
{
    private readonly InferenceSession _session;

    /// <summary>Opens a model.</summary>
    /// <exception cref="ProviderUnavailableException">The device is not to be had.</exception>
    /// <exception cref="PackException">ONNX Runtime refuses the model.</exception>
    public OnnxSession(string modelPath, EncoderHostOptions options)
    {
        Threads = ProcessorCores.PerRun(options);
        using var session = new SessionOptions
        {
            IntraOpNumThreads = Threads,
            InterOpNumThreads = 1,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL, // failures are exceptions already
        };

        // A spinning thread takes its core from whoever shares it: other devices, decoders, other containers.
        session.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        Provider = ExecutionProviders.Attach(session, options);
        try
        {
            _session = new InferenceSession(modelPath, session);
        }
        catch (OnnxRuntimeException e)
        {
            throw new PackException($"The model '{modelPath}' does not load: {e.Message}", e);
        }

        Signature = new ModelSignature(Describe(_session.InputMetadata), Describe(_session.OutputMetadata));
    }

    /// <summary>What the model takes and gives, after ONNX Runtime inferred its shapes.</summary>
    public ModelSignature Signature { get; }

    /// <summary>The provider that was attached: <c>cpu</c>, <c>cuda</c> or <c>tensorrt</c>.</summary>
    public string Provider { get; }

    /// <summary>The threads within one Run.</summary>
    public int Threads { get; }

    /// <summary>Runs the model into values that the caller allocated, with options of its own, by which the Run can be ended.</summary>
    /// <exception cref="OnnxRuntimeException">The model fails on these inputs.</exception>
    public void Run(RunOptions options, IReadOnlyCollection<string> inputNames, IReadOnlyCollection<OrtValue> inputs, IReadOnlyCollection<string> outputNames, IReadOnlyCollection<OrtValue> outputs) =>
        _session.Run(options, inputNames, inputs, outputNames, outputs);

    /// <summary>Runs the model and lets it allocate its output, whose shape is not known yet.</summary>
    /// <exception cref="OnnxRuntimeException">The model fails on these inputs.</exception>
    public long[] OutputShape(IReadOnlyCollection<string> inputNames, IReadOnlyCollection<OrtValue> inputs, string output)
    {
        using var options = new RunOptions();
        using var results = _session.Run(options, inputNames, inputs, [output]);
        return results[0].GetTensorTypeAndShape().Shape;
    }

    /// <inheritdoc />
    public void Dispose() => _session.Dispose();

    private static ModelTensor[] Describe(IReadOnlyDictionary<string, NodeMetadata> metadata) =>
        [.. metadata.Where(m => m.Value.IsTensor).Select(m => new ModelTensor(m.Key, m.Value.ElementDataType, [.. m.Value.Dimensions.Select(d => d > 0 ? d : -1L)]))];
}
