namespace UniBind.Grid.Cli.Tests;

[Collection(ConsoleCollection.Name)]
public sealed class EmbedCommandTests
{
    [Theory]
    [InlineData("0.2%", 0.002)]
    [InlineData("0.002", 0.002)]
    [InlineData("5 %", 0.05)]
    [InlineData("100%", 1)]
    [InlineData("0", 0)]
    public void Parse_MaxErrors_IsAFraction(string text, double fraction) =>
        Assert.Equal(fraction, CommandTree.Build().Parse(["embed", "in", "--out", "o", "--max-errors", text]).GetValue<double?>("--max-errors")!.Value, 12);

    [Theory]
    [InlineData("--max-errors takes a share from 0 to 100 %, such as 0.2% or 0.002, and not '25'.", "embed", "in", "--out", "o", "--max-errors", "25")]
    [InlineData("--max-errors takes a share from 0 to 100 %, such as 0.2% or 0.002, and not '-1%'.", "embed", "in", "--out", "o", "--max-errors=-1%")]
    [InlineData("--max-errors takes a share from 0 to 100 %, such as 0.2% or 0.002, and not 'few'.", "embed", "in", "--out", "o", "--max-errors", "few")]
    [InlineData("--resume goes on with the job as it was begun, and --limit would change it; leave one of the two out.", "embed", "in", "--out", "o", "--resume", "--limit", "3")]
    [InlineData("--resume goes on with the job as it was begun, and --sink would change it; leave one of the two out.", "embed", "in", "--out", "o", "--resume", "--sink", "npy")]
    public void Run_ValueOutOfPlace_ExitsTwoWithOneSentence(string sentence, params string[] arguments)
    {
        var result = CommandLine.Run(arguments);
        Assert.Equal(ExitCode.Usage, result.ExitCode);
        Assert.Equal("unibind: " + sentence, result.Errors.Split(Environment.NewLine)[0]);
    }

    [Fact]
    public void Parse_Resume_TakesTheOptionsThatMayChange() =>
        Assert.Empty(CommandTree.Build().Parse("embed in --out o --resume --max-errors 1% --priority high --json").Errors);
}
