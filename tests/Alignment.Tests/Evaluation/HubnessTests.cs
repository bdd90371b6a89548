namespace UniBind.Grid.Alignment.Tests;

public sealed class HubnessTests
{
    [Fact]
    public void Of_EverybodyFoundEquallyOften_IsZero() =>
        Assert.Equal(new Hubness(0, 0, 0, 0), Hubness.Of([3, 3, 3, 3], [1, 1, 1, 1]));

    [Fact]
    public void Of_OneTakesAll_GivesTheNumbersByHand()
    {
        // N = 4, 0, 0, 0: mean 1, variance 3, third moment 6.
        var hubness = Hubness.Of([4, 0, 0, 0], [1, 1, 1, 1]);
        Assert.Equal(6 / Math.Pow(3, 1.5), hubness.Skewness, 1e-12);
        Assert.Equal(0.75, hubness.RobinHood, 1e-12);
        Assert.Equal(0.75, hubness.AntiHubs, 1e-12);
        Assert.Equal(1, hubness.Hubs, 1e-12);
    }

    [Fact]
    public void Of_Weights_CountAsRepetitions() =>
        Assert.Equal(Hubness.Of([5, 1, 1, 0], [1, 1, 1, 1]), Hubness.Of([5, 1, 0, 9], [1, 2, 1, 0]));
}
