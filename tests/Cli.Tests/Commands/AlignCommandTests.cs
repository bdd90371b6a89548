namespace UniBind.Grid.Cli.Tests;

[Collection(ConsoleCollection.Name)]
public sealed class AlignCommandTests
{
    [Theory]
    [InlineData("--epochs takes a whole number from 1 to 1000000, and not '0'.", "align", "s", "--on", "x", "--epochs", "0")]
    [InlineData("--folds takes 0 for none, or 2 to 100, and not 1.", "align", "s", "--on", "x", "--folds", "1")]
    [InlineData("--hold-out takes a number from 0 to 0.99, and not '1'.", "align", "s", "--on", "x", "--hold-out", "1")]
    [InlineData("--lambda takes a number from 0 to 1E+30, and not 'x'.", "align", "s", "--on", "x", "--lambda", "1,x")]
    [InlineData("--labels means nothing without --method labels.", "align", "s", "--on", "x", "--labels", "audio=a.csv")]
    [InlineData("--method labels needs the names of the encoder's classes: --labels MODALITY=FILE.", "align", "s", "--method", "labels")]
    public void Run_ValueOutOfPlace_ExitsTwoWithOneSentence(string sentence, params string[] arguments)
    {
        var result = CommandLine.Run(arguments);
        Assert.Equal(ExitCode.Usage, result.ExitCode);
        Assert.Equal("unibind: " + sentence, result.Errors.Split(Environment.NewLine)[0]);
    }

    [Fact]
    public void Parse_Lists_AreCutAtCommas()
    {
        var parsed = CommandTree.Build().Parse("align s --on a b --method ridge --lambda 0.1,1,10");
        Assert.Empty(parsed.Errors);
        Assert.Equal([0.1, 1, 10], parsed.GetValue<double[]>("--lambda")!);
        Assert.Equal(["a", "b"], parsed.GetValue<string[]>("--on")!);
        Assert.Equal([0.07], parsed.GetValue<double[]>("--temperature")!);
    }

    [Theory]
    [InlineData("image", "--labels takes MODALITY=FILE, for example image=FILE, and not 'image'.")]
    [InlineData("smell=x", "'smell' is no modality")]
    public void Parse_PairThatIsNone_IsRefusedWithASentence(string entry, string sentence) =>
        Assert.StartsWith(sentence, Assert.Throws<GridException>(() => ModalityPairs.Parse("--labels", "FILE", [entry])).Message, StringComparison.Ordinal);

    [Fact]
    public void Parse_PairsTwice_AreRefused() =>
        Assert.Contains("image twice", Assert.Throws<GridException>(() => ModalityPairs.Parse("--use", "HEAD", ["image=a", "image=b"])).Message, StringComparison.Ordinal);
}
