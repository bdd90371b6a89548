namespace UniBind.Grid.Abstractions.Tests.Topology;

public sealed class PinnedKeyTests
{
    [Theory]
    [InlineData("worker", "127.0.0.1:11111@42")]
    [InlineData("pointcloud", "[::1]:11111@42")]
    [InlineData("worker", "a|b")] // the silo is all that follows the first bar
    [InlineData("worker", "")]
    public void Parse_Key_GivesItsPartsBack(string name, string silo) => Assert.Equal((name, silo), PinnedKey.Parse(PinnedKey.For(name, silo)));

    [Theory]
    [InlineData("")]
    [InlineData("worker")]
    [InlineData("|127.0.0.1:11111@42")]
    public void Parse_NoKey_IsRefused(string key) =>
        Assert.Equal($"'{key}' is no key of a pinned grain, which is 'name|silo'.", Assert.Throws<FormatException>(() => PinnedKey.Parse(key)).Message);
}
