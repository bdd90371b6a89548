using System.Numerics;

namespace UniBind.Grid.Media.Tests;

public sealed class LaneFftTests
{
    [Theory]
    [InlineData(4, 4)]
    [InlineData(64, 64)]
    [InlineData(512, 400)]
    public void PowerSpectrum_Noise_EqualsTheDefinition(int size, int length)
    {
        var random = new Random(3);
        var lanes = Vector<float>.Count;
        var samples = Enumerable.Range(0, length * lanes).Select(_ => random.NextSingle() - 0.5f).ToArray();
        var frame = Enumerable.Range(0, length).Select(n => new Vector<float>(samples, n * lanes)).ToArray();
        var power = new Vector<float>[size / 2];

        new LaneFft(size).PowerSpectrum(frame, power);

        for (var lane = 0; lane < lanes; lane++)
        {
            for (var k = 0; k < size / 2; k++)
            {
                var sum = Complex.Zero;
                for (var n = 0; n < length; n++)
                    sum += samples[n * lanes + lane] * Complex.FromPolarCoordinates(1, -2 * Math.PI * k * n / size);
                var expected = sum.Magnitude * sum.Magnitude;
                Assert.Equal(expected, power[k][lane], 1e-5 * (1 + expected));
            }
        }
    }
}
