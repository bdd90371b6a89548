using System.Numerics.Tensors;

namespace UniBind.Grid.Alignment;

/// <summary>Loss and gradient of one batch: projection, cosines, softmax and back. The four products are <see cref="Gemm"/>'s.</summary>
/// <remarks>Not thread-safe: its buffers are used again.</remarks>
internal sealed class InfoNceStep(HeadTrainingOptions options, Gemm gemm)
{
    private const int LogitLimit = 1 << 25; // floats of logits at a time where the loss can be taken in pieces
    private const int SymmetricLimit = 1 << 28; // and where it cannot
    private float[] _projected = [];
    private float[] _pulled = [];
    private float[] _norms = [];
    private float[] _logits = [];
    private float[] _copy = [];

    /// <summary>Computes the loss, and fills the gradient.</summary>
    /// <param name="parameters">W and b.</param>
    /// <param name="raw">The batch, [n, raw].</param>
    /// <param name="n">Its items.</param>
    /// <param name="captions">Their captions, [n, dimension], rows of length 1; empty when centers are the target.</param>
    /// <param name="centers">The centers; null when captions are the target.</param>
    /// <param name="classes">The class of each item; may be empty for captions.</param>
    /// <param name="gradient">Overwritten.</param>
    public double Run(HeadParameters parameters, ReadOnlyMemory<float> raw, int n, ReadOnlyMemory<float> captions, CenterBlock? centers, ReadOnlySpan<int> classes, HeadParameters gradient)
    {
        var (d, p) = (parameters.Rows, parameters.Columns);
        var projected = Room(ref _projected, n * d);
        var pulled = Room(ref _pulled, n * d);
        var norms = Room(ref _norms, n);
        gemm.Multiply(new(raw, n, p), new(parameters.Weights, d, p, true), projected);
        HeadMath.AddToRows(projected.Span, parameters.Bias);
        HeadMath.NormaliseRows(projected.Span, d, norms.Span);

        var loss = centers is null ? Captions(projected, captions, n, d, classes, pulled) : Centers(projected, centers, n, d, classes, pulled);

        // dL/dz = (dL/dv - v (v . dL/dv)) / |z|, with the factor of the logits
        var factor = centers is null ? 1 / options.Temperature : Sharpness;
        for (var i = 0; i < n; i++)
        {
            var v = projected.Span.Slice(i * d, d);
            var g = pulled.Span.Slice(i * d, d);
            TensorPrimitives.MultiplyAdd(v, -TensorPrimitives.Dot<float>(v, g), g, g);
            TensorPrimitives.Multiply(g, (float)(factor / norms.Span[i]), g);
        }
        gemm.Multiply(new(pulled, n, d, true), new(raw, n, p), gradient.Weights);
        if (gradient.Bias.Length > 0)
        {
            gradient.Bias.AsSpan().Clear();
            for (var i = 0; i < n; i++)
                TensorPrimitives.Add(gradient.Bias, pulled.Span.Slice(i * d, d), gradient.Bias);
        }
        return loss;
    }

    // What a cosine to a center row is multiplied by, and how a class's score is made of its rows.
    private double Sharpness => options.ScoreBeta > 0 ? options.ScoreBeta : 1 / options.Temperature;

    private ClassLogit Score => options.ScoreBeta > 0 ? new ClassLogit(1 / (options.Temperature * options.ScoreBeta), true) : ClassLogit.Sum;

    private double Captions(Memory<float> projected, ReadOnlyMemory<float> captions, int n, int d, ReadOnlySpan<int> classes, Memory<float> pulled)
    {
        var logits = Room(ref _logits, n * n);
        gemm.Multiply(new(projected, n, d), new(captions, n, d, true), logits);
        TensorPrimitives.Multiply(logits.Span, (float)(1 / options.Temperature), logits.Span);
        var loss = CaptionLoss.Backward(logits.Span, n, options.SameClassMask ? classes : default, options.Symmetric);
        gemm.Multiply(new(logits, n, n), new(captions, n, d), pulled);
        return loss;
    }

    private double Centers(Memory<float> projected, CenterBlock centers, int n, int d, ReadOnlySpan<int> classes, Memory<float> pulled)
    {
        var rows = centers.Rows.Rows;
        if (options.Symmetric && (long)n * rows > SymmetricLimit)
            throw new AlignmentException($"A symmetric step of {n} items against {rows} center rows does not fit into memory; give a smaller batch, or leave the symmetric option.");
        var size = options.Symmetric ? n : Math.Clamp(LogitLimit / rows, 1, n);
        var (loss, weight) = (0.0, options.Symmetric ? 0.5 : 1.0);
        for (var at = 0; at < n; at += size)
        {
            var count = Math.Min(size, n - at);
            var logits = Room(ref _logits, count * rows);
            gemm.Multiply(new(projected.Slice(at * d, count * d), count, d), centers.Rows.Operand().Transpose, logits);
            TensorPrimitives.Multiply(logits.Span, (float)Sharpness, logits.Span);
            var before = options.Symmetric ? Room(ref _copy, count * rows) : default;
            if (options.Symmetric)
                logits.CopyTo(before);
            loss += CenterLoss.Backward(logits.Span, centers, classes.Slice(at, count), n, weight, Score);
            if (options.Symmetric)
                loss += CenterLoss.BackwardColumns(before.Span, logits.Span, centers, classes, options.SameClassMask, weight, Score);
            gemm.Multiply(new(logits, count, rows), centers.Rows.Operand(), pulled.Slice(at * d, count * d));
        }
        return loss;
    }

    private static Memory<float> Room(ref float[] buffer, int length)
    {
        if (buffer.Length < length)
            buffer = GC.AllocateUninitializedArray<float>(length);
        return buffer.AsMemory(0, length);
    }
}
