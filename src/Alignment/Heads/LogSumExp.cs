using System.Numerics.Tensors;

namespace UniBind.Grid.Alignment;

/// <summary>ln sum exp, safe against overflow.</summary>
internal static class LogSumExp
{
    private const int Piece = 256;

    /// <summary>ln sum exp(x); minus infinity for no value, or for minus infinities alone.</summary>
    public static double Of(ReadOnlySpan<float> x)
    {
        if (x.IsEmpty)
            return double.NegativeInfinity;
        var max = TensorPrimitives.Max(x);
        if (float.IsNegativeInfinity(max))
            return double.NegativeInfinity;
        Span<float> buffer = stackalloc float[Piece];
        var sum = 0.0;
        for (var at = 0; at < x.Length; at += Piece)
        {
            var part = buffer[..Math.Min(Piece, x.Length - at)];
            TensorPrimitives.Subtract(x.Slice(at, part.Length), max, part);
            TensorPrimitives.Exp(part, part);
            sum += TensorPrimitives.Sum<float>(part);
        }
        return max + Math.Log(sum);
    }

    /// <summary>ln(exp(a) + exp(b)).</summary>
    public static double Of(double a, double b)
    {
        var max = Math.Max(a, b);
        return double.IsNegativeInfinity(max) ? max : max + Math.Log(Math.Exp(a - max) + Math.Exp(b - max));
    }
}
