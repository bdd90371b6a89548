namespace UniBind.Grid.Alignment.Tests;

public sealed class TrainingSplitTests
{
    [Theory]
    [InlineData("test")]
    [InlineData("Test")]
    [InlineData("extra")]
    public void UseOf_OtherSplit_IsNeverUsed(string split)
    {
        var rule = new TrainingSplit(0.5, 1);
        Assert.All(Enumerable.Range(0, 100), i => Assert.Equal(ItemUse.None, rule.UseOf(split, null, $"item{i}")));
    }

    [Fact]
    public void UseOf_ValOfAnyGroup_IsHeldOut() => Assert.Equal(ItemUse.HeldOut, new TrainingSplit(0, 1).UseOf("val", "g", "i"));

    [Fact]
    public void UseOf_HoldOutShare_IsKeptAndGroupsStayTogether()
    {
        var rule = new TrainingSplit(0.2, 7);
        var held = Enumerable.Range(0, 5_000).Count(i => rule.UseOf(i % 2 == 0 ? null : "train", $"group{i}", "x") == ItemUse.HeldOut);
        Assert.InRange(held, 900, 1_100);
        Assert.All(Enumerable.Range(0, 50), i => Assert.Equal(rule.UseOf(null, "one", "a"), rule.UseOf("train", "one", $"b{i}")));
    }

    [Fact]
    public void UseOf_OtherSeed_DrawsOthers()
    {
        var (one, other) = (new TrainingSplit(0.5, 1), new TrainingSplit(0.5, 2));
        Assert.Contains(Enumerable.Range(0, 100), i => one.UseOf(null, null, $"{i}") != other.UseOf(null, null, $"{i}"));
    }

    [Fact]
    public void FoldOf_FiveFolds_AreOfLikeSize()
    {
        var rule = new TrainingSplit(0.1, 3, folds: 5);
        var sizes = Enumerable.Range(0, 5_000).GroupBy(i => rule.FoldOf(null, $"item{i}")).ToDictionary(g => g.Key, g => g.Count());
        Assert.Equal([0, 1, 2, 3, 4], sizes.Keys.Order());
        Assert.All(sizes.Values, size => Assert.InRange(size, 850, 1_150));
    }
}
