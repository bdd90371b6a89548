namespace UniBind.Grid.Alignment.Tests;

public sealed class BalanceTests
{
    // The two rows of section 2.2 of the method.
    [Theory]
    [InlineData(new[] { 61.55, 88.26, 54.32, 59.06, 48.06, 30.89 }, 57.02, 30.89, 57.37, 17.18, 0.301, 0.917, 0.542)]
    [InlineData(new[] { 68.55, 89.78, 67.13, 60.44, 57.32, 36.56 }, 63.29, 36.56, 53.22, 15.82, 0.250, 0.941, 0.578)]
    public void Of_RowsOfTheMethodsTable_GiveItsNumbers(double[] accuracies, double mean, double worst, double spread, double deviation, double cv, double jain, double minMean)
    {
        var balance = Balance.Of(accuracies);

        Assert.Equal(mean, balance.Mean, 0.011);
        Assert.Equal(worst, balance.Worst, 1e-9);
        Assert.Equal(spread, balance.Spread, 1e-9);
        Assert.Equal(deviation, balance.Deviation, 0.005);
        Assert.Equal(cv, balance.Cv, 0.0005);
        Assert.Equal(jain, balance.Jain, 0.0005);
        Assert.Equal(minMean, balance.MinMean, 0.0005);
    }

    [Fact]
    public void Of_EqualValues_IsPerfect()
    {
        var balance = Balance.Of([0.5, 0.5, 0.5]);
        Assert.Equal((0, 0, 1, 1), (balance.Spread, balance.Cv, balance.Jain, balance.MinMean));
    }

    [Fact]
    public void Of_OneHasEverything_IsOneOfM() => Assert.Equal(1 / 3.0, Balance.Of([1, 0, 0]).Jain, 1e-12);

    [Theory]
    [InlineData(0.5, 2, 0)]
    [InlineData(1, 1000, 1)]
    [InlineData(0.75, 2, 0.5)]
    public void ChanceCorrected_Accuracy_IsRelativeToGuessing(double accuracy, int classes, double expected) =>
        Assert.Equal(expected, Balance.ChanceCorrected(accuracy, classes), 1e-12);
}
