namespace UniBind.Grid.Alignment.Tests;

public sealed class EvaluationGateTests
{
    private static readonly Metric[] Metrics = [new("worst", 0.5, 10, null, null, 0), new("audio->image.r1", 0.7, 10, null, null, 0)];

    [Theory]
    [InlineData("worst<0.6", true)]
    [InlineData("worst < 0.5", false)]
    [InlineData("worst<=0.5", true)]
    [InlineData("worst>0.5", false)]
    [InlineData("worst>=.5", true)]
    [InlineData("audio->image.r1<0.71", true)]
    [InlineData("audio->image.r1>=0.71", false)]
    [InlineData("audio->image.r1>-1e3", true)]
    public void Holds_Condition_ComparesTheMetric(string text, bool holds) => Assert.Equal(holds, EvaluationGate.Parse(text).Holds(Metrics));

    [Theory]
    [InlineData("")]
    [InlineData("worst")]
    [InlineData("<0.6")]
    [InlineData("worst<")]
    [InlineData("worst<many")]
    [InlineData("worst<NaN")]
    [InlineData("worst=0.6")]
    public void Parse_NoCondition_SaysHow(string text) =>
        Assert.Contains("\"worst<0.6\"", Assert.Throws<AlignmentException>(() => EvaluationGate.Parse(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void Holds_UnknownMetric_ListsThoseThatThereAre()
    {
        var error = Assert.Throws<AlignmentException>(() => EvaluationGate.Parse("best<0.6").Holds(Metrics));
        Assert.Contains("there are: worst, audio->image.r1", error.Message, StringComparison.Ordinal);
    }
}
