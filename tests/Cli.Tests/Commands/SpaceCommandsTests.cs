namespace UniBind.Grid.Cli.Tests;

public sealed class SpaceCommandsTests
{
    [Theory]
    [InlineData("knowledge import digits")]
    [InlineData("knowledge import ../up file.jsonl")]
    [InlineData("knowledge export")]
    [InlineData("centers build digits --rows 0")]
    [InlineData("centers build digits --rows many")]
    [InlineData("centers diff digits 7 1")]
    [InlineData("centers diff digits 7 one 2")]
    [InlineData("space publish digits --parent -1")]
    [InlineData("space publish digits --score best")]
    [InlineData("space publish digits --score topmean:0")]
    [InlineData("centers import digits")]
    [InlineData("centers import digits a.pkl --modality smell")]
    [InlineData("space publish digits --score lse:none")]
    [InlineData("space publish a/b")]
    [InlineData("space rollback digits")]
    public void Parse_BadCommandLine_IsAUsageError(string line) => Assert.NotEmpty(CommandTree.Build().Parse(line).Errors);

    [Theory]
    [InlineData("knowledge import digits a.jsonl b.jsonl --approve")]
    [InlineData("knowledge list")]
    [InlineData("centers build digits --rule medoid --rows 20 --class 7 --class 8 --include-proposed --force")]
    [InlineData("centers list digits \"class with blanks\"")]
    [InlineData("space publish digits --parent 0 --stable --no-heads --score lse")]
    [InlineData("space publish digits --score topmean:3")]
    [InlineData("centers build digits --rule diverse:0.7 --calibration out")]
    [InlineData("centers import digits a.pkl --modality image --pack p")]
    [InlineData("space show digits@stable")]
    [InlineData("space plan digits@1 digits@next --on out --score topmean:3 --no-heads")]
    public void Parse_GoodCommandLine_HasNoErrors(string line) => Assert.Empty(CommandTree.Build().Parse(line).Errors.Select(e => e.Message));
}
