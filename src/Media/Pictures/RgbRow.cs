using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace UniBind.Grid.Media;

/// <summary>The horizontal pass of <see cref="ByteResizer"/> over one row of interleaved RGB, where most of its time goes.</summary>
/// <remarks>Thread-safe. All ways give the same bytes: the sums are exact integers.</remarks>
internal static class RgbRow
{
    private const int Taps = 4;

    // Of four pixels: the reds of the first two, their greens, their blues, then the same of the last two.
    private static readonly Vector128<byte> Pairs = Vector128.Create(0, 3, 1, 4, 2, 5, 0xFF, 0xFF, 6, 9, 7, 10, 8, 11, 0xFF, 0xFF).AsByte();

    // Weights 0 and 1 to each channel of the lower half, 2 and 3 to each of the upper.
    private static readonly Vector256<int> Spread = Vector256.Create(0, 0, 0, 0, 1, 1, 1, 1);

    /// <summary>Resamples a row.</summary>
    /// <param name="row">The row, and what follows it in memory: more of that lets the last pixels go the fast way.</param>
    /// <param name="weights">The weights.</param>
    /// <param name="to">Receives three bytes an output position.</param>
    internal static void Resample(ReadOnlySpan<byte> row, ResampleWeights weights, Span<byte> to)
    {
        var x = Avx2.IsSupported ? ResamplePairs(row, weights, to) : 0;
        for (; x < weights.Starts.Length; x++)
        {
            var sum = Sum(row[(weights.Starts[x] * 3)..], weights.Fixed.AsSpan(x * weights.Taps, weights.Counts[x]));
            to[x * 3] = ByteResizer.Clip(sum[0]);
            to[x * 3 + 1] = ByteResizer.Clip(sum[1]);
            to[x * 3 + 2] = ByteResizer.Clip(sum[2]);
        }
    }

    // As many output positions, from the first, as may load sixteen bytes for four pixels and store four bytes for one; their count.
    private static int ResamplePairs(ReadOnlySpan<byte> row, ResampleWeights weights, Span<byte> to)
    {
        var count = weights.Starts.Length - 1;
        while (count > 0 && (weights.Starts[count - 1] + weights.Taps) * 3L + Vector128<byte>.Count > row.Length)
            count--;
        ref var pixels = ref MemoryMarshal.GetReference(row);
        ref var target = ref MemoryMarshal.GetReference(to);
        ref var highs = ref MemoryMarshal.GetArrayDataReference(weights.High);
        ref var lows = ref MemoryMarshal.GetArrayDataReference(weights.Low);
        for (var x = 0; x < count; x++)
        {
            ref var from = ref Unsafe.Add(ref pixels, weights.Starts[x] * 3);
            var first = x * weights.Taps;
            var taps = weights.Counts[x];
            var sumHigh = Vector256<int>.Zero;
            var sumLow = Vector256<int>.Zero;
            for (var k = 0; k < taps; k += Taps)
            {
                var four = Ssse3.Shuffle(Vector128.LoadUnsafe(ref from, (nuint)(k * 3)), Pairs);
                var pairs = Avx2.ConvertToVector256Int16(four);
                sumHigh += Avx2.MultiplyAddAdjacent(pairs, Weights(ref highs, first + k));
                sumLow += Avx2.MultiplyAddAdjacent(pairs, Weights(ref lows, first + k));
            }
            var sum = (sumHigh << ResampleWeights.LowBits) + sumLow;
            var rounded = (sum.GetLower() + sum.GetUpper() + Vector128.Create(ResampleWeights.FixedHalf)) >> ResampleWeights.FractionBits;
            // Both packs saturate, which cuts the overshoot. The fourth byte is overwritten by the next position.
            var packed = Sse2.PackUnsignedSaturate(Sse2.PackSignedSaturate(rounded, rounded), default);
            Unsafe.WriteUnaligned(ref Unsafe.Add(ref target, x * 3), packed.AsUInt32().ToScalar());
        }
        return count;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<short> Weights(ref short weights, int at)
    {
        var four = Unsafe.ReadUnaligned<long>(ref Unsafe.As<short, byte>(ref Unsafe.Add(ref weights, at)));
        return Avx2.PermuteVar8x32(Vector256.CreateScalarUnsafe(four).AsInt32(), Spread).AsInt16();
    }

    private static Vector128<int> Sum(ReadOnlySpan<byte> from, ReadOnlySpan<int> kernel)
    {
        var sum = Vector128.Create(ResampleWeights.FixedHalf);
        // Four bytes are loaded for three channels: all but the very last pixel of the picture have a byte behind them.
        var whole = Math.Min(kernel.Length, (from.Length - 1) / 3);
        ref var pixel = ref MemoryMarshal.GetReference(from);
        for (var k = 0; k < whole; k++)
        {
            var four = Vector128.CreateScalarUnsafe(Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref pixel, k * 3))).AsByte();
            sum += Vector128.WidenLower(Vector128.WidenLower(four)).AsInt32() * kernel[k];
        }
        for (var k = whole; k < kernel.Length; k++)
            sum += Vector128.Create(from[k * 3], from[k * 3 + 1], from[k * 3 + 2], 0) * kernel[k];
        return sum;
    }
}
