namespace UniBind.Grid.Cli.Tests;

public sealed class KeyTimesTests
{
    [Theory]
    [InlineData("90d", 90 * 86_400)]
    [InlineData("12h", 43_200)]
    [InlineData("30m", 1_800)]
    [InlineData("45s", 45)]
    public void Parse_Time_AsItSays(string text, double seconds) => Assert.Equal(seconds, KeyTimes.Parse(text)!.Value.TotalSeconds, 3);

    [Theory]
    [InlineData("")]
    [InlineData("d")]
    [InlineData("90")]
    [InlineData("0d")]
    [InlineData("-1d")]
    [InlineData("1.5h")]
    [InlineData("999999999d")]
    [InlineData("1w")]
    public void Parse_NoTime_Null(string text) => Assert.Null(KeyTimes.Parse(text));
}
