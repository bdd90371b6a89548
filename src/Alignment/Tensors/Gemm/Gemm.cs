using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using UniBind.Grid.Encoding;

namespace UniBind.Grid.Alignment;

/// <summary>Matrix products through the kernels of ONNX Runtime, over the caller's memory: nothing is copied.</summary>
/// <remarks>
/// Thread-safe; share one. A product runs on the calling thread and <see cref="Threads"/> - 1 others that belong to ONNX Runtime and sleep
/// between products; the thread pool of .NET is not used. Equal operands give equal bits for an equal number of threads. There is one
/// session for each type and way of transposing, opened when it is first asked for.
/// </remarks>
public sealed class Gemm : IDisposable
{
    private const int MaxThreads = 256;
    private static readonly Lazy<Gemm> s_shared = new(() => new Gemm());
    private static readonly string[] s_inputs = ["a", "b"];
    private static readonly string[] s_outputs = ["c"];
    private readonly ConcurrentDictionary<(TensorElementType Type, bool A, bool B), Lazy<InferenceSession>> _sessions = new();
    private readonly RunOptions _run = new();

    /// <summary>Creates the products' sessions' owner.</summary>
    /// <param name="threads">The threads of one product, up to 256; 0 for all processors.</param>
    public Gemm(int threads = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(threads);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(threads, MaxThreads);
        Threads = threads == 0 ? Math.Min(Environment.ProcessorCount, MaxThreads) : threads;
    }

    /// <summary>The one of the process, on all processors. Not to be disposed.</summary>
    public static Gemm Shared => s_shared.Value;

    /// <summary>The threads of one product.</summary>
    public int Threads { get; }

    /// <summary>result = a b, in single precision.</summary>
    /// <param name="a">The left side.</param>
    /// <param name="b">The right side; its height is the width of <paramref name="a"/>.</param>
    /// <param name="result">Height of a x width of b values, row-major; overwritten. It must not overlap the operands.</param>
    /// <exception cref="ArgumentException">The sizes do not fit together.</exception>
    public void Multiply(in MatrixOperand<float> a, in MatrixOperand<float> b, Memory<float> result) => Run(a, b, result, TensorElementType.Float);

    /// <summary>result = a b, in double precision.</summary>
    /// <param name="a">The left side.</param>
    /// <param name="b">The right side; its height is the width of <paramref name="a"/>.</param>
    /// <param name="result">Height of a x width of b values, row-major; overwritten. It must not overlap the operands.</param>
    /// <exception cref="ArgumentException">The sizes do not fit together.</exception>
    public void Multiply(in MatrixOperand<double> a, in MatrixOperand<double> b, Memory<double> result) => Run(a, b, result, TensorElementType.Double);

    /// <summary>Closes the sessions; no product may be running.</summary>
    public void Dispose()
    {
        foreach (var session in _sessions.Values)
            session.Value.Dispose();
        _sessions.Clear();
        _run.Dispose();
    }

    private void Run<T>(in MatrixOperand<T> a, in MatrixOperand<T> b, Memory<T> result, TensorElementType type)
        where T : unmanaged
    {
        if (a.Width != b.Height || a.Values.Length != (long)a.Rows * a.Columns || b.Values.Length != (long)b.Rows * b.Columns || result.Length != (long)a.Height * b.Width)
            throw new ArgumentException($"A matrix of {a.Height} x {a.Width} ({a.Values.Length:N0} values) times one of {b.Height} x {b.Width} ({b.Values.Length:N0} values) does not give {result.Length:N0} values.", nameof(result));
        if (result.IsEmpty)
            return;
        if (a.Width == 0)
        {
            result.Span.Clear();
            return;
        }
        var key = (type, a.Transposed, b.Transposed);
        var session = _sessions.GetOrAdd(key, static (k, self) => new Lazy<InferenceSession>(() => self.Open(k.Type, k.A, k.B)), this).Value;
        using var left = Value(MemoryMarshal.AsMemory(a.Values), a.Rows, a.Columns);
        using var right = Value(MemoryMarshal.AsMemory(b.Values), b.Rows, b.Columns);
        using var product = Value(result, a.Height, b.Width);
        session.Run(_run, s_inputs, [left, right], s_outputs, [product]);
    }

    private static OrtValue Value<T>(Memory<T> values, int rows, int columns)
        where T : unmanaged =>
        OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, values, [rows, columns]);

    private InferenceSession Open(TensorElementType type, bool transposeA, bool transposeB)
    {
        var graph = new OnnxGraphWriter("product");
        var a = graph.Input("a", type, "am", "ak");
        var b = graph.Input("b", type, "bk", "bn");
        var c = graph.Node("Gemm", [a, b], OnnxAttribute.Int("transA", transposeA ? 1 : 0), OnnxAttribute.Int("transB", transposeB ? 1 : 0));
        graph.Output("c", c, type, "m", "n");
        using var options = new SessionOptions
        {
            IntraOpNumThreads = Threads,
            InterOpNumThreads = 1,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL,
        };

        // A spinning thread takes its core from whoever shares it.
        options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        return new InferenceSession(graph.ToArray(), options);
    }
}
