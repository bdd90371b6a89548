using Microsoft.ML.OnnxRuntime;

namespace UniBind.Grid.Encoding.Tests;

/// <summary>A model of the classic pack in a session of one thread.</summary>
internal sealed class ClassicSession : IDisposable
{
    private readonly InferenceSession _session;
    private readonly RunOptions _options = new();

    public ClassicSession(ClassicEncoder encoder)
    {
        using var options = new SessionOptions { IntraOpNumThreads = 1, InterOpNumThreads = 1 };
        options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        _session = new InferenceSession(encoder.Build(), options);
    }

    public static ClassicSession Of(Modality modality) => new(ClassicEncoder.All.Single(e => e.Modality == modality));

    /// <summary>The embedding of one row, L2-normalised.</summary>
    public float[] Unit(params float[] values)
    {
        var embedding = Run(1, values)[0];
        var length = MathF.Sqrt(embedding.Sum(v => v * v));
        return Array.ConvertAll(embedding, v => v / length);
    }

    /// <summary>The embeddings of rows of the only input.</summary>
    public float[][] Run(int rows, float[] values)
    {
        var name = _session.InputNames[0];
        long[] shape = [rows, .. _session.InputMetadata[name].Dimensions[1..]];
        using var value = OrtValue.CreateTensorValueFromMemory(values, shape);
        return Run(rows, [name], [value]);
    }

    /// <summary>The embeddings of texts: n-grams of equal number for each row.</summary>
    public float[][] Run(int rows, long[] buckets, float[] weights)
    {
        long[] shape = [rows, buckets.Length / rows];
        using var bucket = OrtValue.CreateTensorValueFromMemory(buckets, shape);
        using var weight = OrtValue.CreateTensorValueFromMemory(weights, shape);
        return Run(rows, ["bucket", "weight"], [bucket, weight]);
    }

    /// <summary>The number of values in one row of the only input.</summary>
    public int RowLength => _session.InputMetadata[_session.InputNames[0]].Dimensions[1..].Aggregate(1, (a, b) => a * b);

    public void Dispose()
    {
        _options.Dispose();
        _session.Dispose();
    }

    private float[][] Run(int rows, string[] names, OrtValue[] values)
    {
        using var outputs = _session.Run(_options, names, values, ["embedding"]);
        var all = outputs[0].GetTensorDataAsSpan<float>().ToArray();
        return [.. all.Chunk(all.Length / rows)];
    }
}
