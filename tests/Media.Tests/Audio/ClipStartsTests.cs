using System.Numerics;

namespace UniBind.Grid.Media.Tests;

public sealed class ClipStartsTests
{
    [Fact]
    public void Seconds_FiveSeconds_AreEvenlySpread() =>
        Assert.Equal([0, 1.5, 3], Enumerable.Range(0, 3).Select(i => ClipStarts.Seconds(i, 3, 5, 2)));

    [Fact]
    public void Seconds_ShorterThanAClip_AreZero() =>
        Assert.Equal([0, 0, 0], Enumerable.Range(0, 3).Select(i => ClipStarts.Seconds(i, 3, 1.2, 2)));

    /// <summary>The original cuts exact fractions of the rounded duration; so must this, for every length.</summary>
    [Fact]
    public void Sample_AnyLength_IsTheExactFloor()
    {
        var random = new Random(1);
        for (var round = 0; round < 20_000; round++)
        {
            var samples = 32_000 + random.Next(4_000_000);
            for (var clip = 0; clip < 3; clip++)
                Assert.Equal(Exact(samples, clip), ClipStarts.Sample(clip, 3, samples, 16_000, 2));
        }
    }

    private static long Exact(int samples, int clip)
    {
        var span = Math.Max(samples / 16_000.0 - 2, 0);
        if (span == 0)
            return 0;
        // span = mantissa * 2^-shift exactly.
        var bits = BitConverter.DoubleToInt64Bits(span);
        var shift = 1075 - (int)(bits >> 52);
        var mantissa = (bits & ((1L << 52) - 1)) | (1L << 52);
        var product = new BigInteger(mantissa) * 8_000 * clip;
        return (long)(shift >= 0 ? product >> shift : product << -shift);
    }
}
