using System.Diagnostics;
using System.Numerics.Tensors;
using Microsoft.ML.OnnxRuntime;
using UniBind.Grid.Encoding;
using UniBind.Grid.Media;

namespace UniBind.Grid.Bench.Serve;

/// <summary>The reference: the text encoder's session in this process, texts prepared before the clock starts.</summary>
internal sealed class BareText : IDisposable
{
    private readonly PackEncoder _encoder;
    private readonly InferenceSession _session;
    private readonly RunOptions _run = new();
    private readonly string[] _names;

    public BareText(string pack)
    {
        _encoder = EncoderPack.Load(pack).Encoders[Modality.Text];
        using var options = new SessionOptions { IntraOpNumThreads = 1, InterOpNumThreads = 1, ExecutionMode = ExecutionMode.ORT_SEQUENTIAL };
        options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        _session = new InferenceSession(_encoder.ModelPath, options);
        _names = [.. _encoder.Profile.Outputs.Select(o => _encoder.Manifest.Inputs.GetValueOrDefault(o.Name, o.Name))];
    }

    public string ModelPath => _encoder.ModelPath;

    public PreparedItem Prepare(string text)
    {
        using var content = MediaContent.FromBytes("text.txt", System.Text.Encoding.UTF8.GetBytes(text));
        return _encoder.Profile.Prepare(content, MediaFormat.Text, default);
    }

    /// <summary>One text, one Run.</summary>
    public float[] Run(PreparedItem item)
    {
        var inputs = item.Tensors.Select(t => Value(t.Floats, t.Longs, [.. t.Shape.Select(d => (long)d)])).ToArray();
        using var results = _session.Run(_run, _names, inputs, [_encoder.Manifest.Output.Name]);
        foreach (var input in inputs)
            input.Dispose();
        return Normalised(results[0].GetTensorDataAsSpan<float>()[.._encoder.Dimension]);
    }

    /// <summary>Texts per second, and processor milliseconds a text, of the best layout among some: batches of texts of one length, so that nothing is padded, on one or two threads.</summary>
    public (double Rate, double Milliseconds, string Layout) Limit(IReadOnlyList<PreparedItem> items, TimeSpan duration)
    {
        var best = (Rate: 0.0, Milliseconds: 0.0, Layout: "");
        foreach (var rows in new[] { 1, 8, 32 })
            foreach (var threads in new[] { 1, 2 })
            {
                var (rate, milliseconds) = Rate(Batches(items, rows), threads, duration);
                if (rate > best.Rate)
                    best = (rate, milliseconds, FormattableString.Invariant($"{rows} rows, {threads} threads"));
            }
        return best;
    }

    public void Dispose()
    {
        _run.Dispose();
        _session.Dispose();
    }

    private (double Rate, double Milliseconds) Rate(List<(OrtValue[] Inputs, int Rows)> batches, int threads, TimeSpan duration)
    {
        var done = 0L;
        var next = -1;
        var before = Environment.CpuUsage.TotalTime;
        var start = Stopwatch.GetTimestamp();
        var workers = Enumerable.Range(0, threads).Select(_ =>
        {
            var thread = new Thread(() =>
            {
                while (Stopwatch.GetElapsedTime(start) < duration)
                {
                    var (inputs, rows) = batches[(int)((uint)Interlocked.Increment(ref next) % (uint)batches.Count)];
                    using var results = _session.Run(_run, _names, inputs, [_encoder.Manifest.Output.Name]);
                    Interlocked.Add(ref done, rows);
                }
            });
            thread.Start();
            return thread;
        }).ToList();
        workers.ForEach(w => w.Join());
        var rate = done / Stopwatch.GetElapsedTime(start).TotalSeconds;
        var milliseconds = (Environment.CpuUsage.TotalTime - before).TotalMilliseconds / done;
        foreach (var input in batches.SelectMany(b => b.Inputs))
            input.Dispose();
        return (rate, milliseconds);
    }

    private static List<(OrtValue[] Inputs, int Rows)> Batches(IReadOnlyList<PreparedItem> items, int rows) =>
    [
        .. items.GroupBy(i => i.Tensors[0].Shape[1]).SelectMany(g => g.Chunk(rows)).Where(c => c.Length == rows).Select(chunk =>
        {
            var inputs = chunk[0].Tensors.Select((t, index) => Value(
                t.Floats is null ? null : [.. chunk.SelectMany(i => i.Tensors[index].Floats!)],
                t.Longs is null ? null : [.. chunk.SelectMany(i => i.Tensors[index].Longs!)],
                [rows, .. t.Shape.Skip(1).Select(d => (long)d)])).ToArray();
            return (inputs, rows);
        }),
    ];

    private static OrtValue Value(float[]? floats, long[]? longs, long[] shape) =>
        floats is not null ? OrtValue.CreateTensorValueFromMemory(floats, shape) : OrtValue.CreateTensorValueFromMemory(longs!, shape);

    private static float[] Normalised(ReadOnlySpan<float> vector)
    {
        var result = vector.ToArray();
        TensorPrimitives.Multiply(result, 1 / TensorPrimitives.Norm<float>(result), result);
        return result;
    }
}
