namespace UniBind.Grid.Samples.Tests;

public sealed class StableMathTests
{
    [Fact]
    public void SinCos_ManyAngles_AgreeWithThePlatform()
    {
        for (var x = -200.0; x < 200; x += .0137)
        {
            Assert.Equal(Math.Sin(x), StableMath.Sin(x), 1e-11);
            Assert.Equal(Math.Cos(x), StableMath.Cos(x), 1e-11);
        }
    }

    [Fact]
    public void ExpLog_ManyArguments_AgreeWithThePlatform()
    {
        for (var x = -60.0; x < 60; x += .0171)
        {
            Assert.Equal(1, StableMath.Exp(x) / Math.Exp(x), 1e-13);
            Assert.Equal(x, StableMath.Log(Math.Exp(x)), 1e-12);
        }
    }

    [Fact]
    public void Exp_FarBelowZero_IsZero() => Assert.Equal(0, StableMath.Exp(-10_000));

    [Theory]
    [InlineData(-1, 0)]
    [InlineData(0, 0)]
    [InlineData(.5, .5)]
    [InlineData(1, 1)]
    [InlineData(7, 1)]
    public void SmoothStep_OfEachRange_IsClamped(double x, double expected) => Assert.Equal(expected, StableMath.SmoothStep(x), 1e-15);
}
