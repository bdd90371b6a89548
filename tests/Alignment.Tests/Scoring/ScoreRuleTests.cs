namespace UniBind.Grid.Alignment.Tests;

public sealed class ScoreRuleTests
{
    public static TheoryData<string, ScoreRule> Rules => new()
    {
        { "max", new ScoreRule() },
        { "mean", new ScoreRule(ScoreKind.Mean) },
        { "lse", new ScoreRule(ScoreKind.LogSumExp, Beta: 1000) },
        { "lse:12.5", new ScoreRule(ScoreKind.LogSumExp, Beta: 12.5) },
        { "topmean", new ScoreRule(ScoreKind.TopMean, Top: 5) },
        { "topmean:3", new ScoreRule(ScoreKind.TopMean, Top: 3) },
    };

    [Theory]
    [MemberData(nameof(Rules))]
    public void Parse_Rule_ReadsItsNumber(string text, ScoreRule expected) => Assert.Equal(expected, ScoreRule.Parse(text));

    [Theory]
    [InlineData("best")]
    [InlineData("max:3")]
    [InlineData("lse:0")]
    [InlineData("lse:x")]
    [InlineData("topmean:0")]
    [InlineData("topmean:2.5")]
    [InlineData("topmean:1e20")]
    public void Parse_NoRule_SaysSo(string text) => Assert.Throws<AlignmentException>(() => ScoreRule.Parse(text));
}
