namespace UniBind.Grid.Cli.Tests;

[Collection(ConsoleCollection.Name)]
public sealed class UsageTests
{
    [Theory]
    [InlineData("--limit takes a whole number from 1, and not 'abc'.", "embed", "x", "--out", "y", "--limit", "abc")]
    [InlineData("--limit takes a whole number from 1, and not '0'.", "embed", "x", "--out", "y", "--limit", "0")]
    [InlineData("--limit takes a whole number from 1, and not '1.5'.", "embed", "x", "--out", "y", "--limit", "1.5")]
    [InlineData("--limit takes a whole number from 1, and not '99999999999999999999'.", "embed", "x", "--out", "y", "--limit", "99999999999999999999")]
    [InlineData("--decode-threads takes a whole number from 0 to 1024, and not '-3'.", "embed", "x", "--out", "y", "--decode-threads", "-3")]
    [InlineData("--encode-threads takes a whole number from 0 to 1024, and not '1025'.", "serve", "--encode-threads", "1025")]
    [InlineData("--http-port takes a whole number from 0 to 65535, and not '65536'.", "serve", "--http-port", "65536")]
    [InlineData("--per-class takes a whole number from 3 to 1000, and not '2'.", "demo", "--per-class", "2")]
    [InlineData("--seed takes a whole number from 0, and not '-1'.", "sample", "x", "--seed", "-1")]
    [InlineData("--limit takes a whole number from 1, and not 'ten'.", "jobs", "list", "--limit", "ten")]
    [InlineData("--dimension takes a whole number from 1 to 65536, and not '0'.", "pack", "new", "x", "-m", "image", "-p", "clip-image", "-o", "y", "--dimension", "0")]
    [InlineData("--commercial-use means nothing without --licence.", "pack", "new", "x", "-m", "image", "-p", "clip-image", "-o", "y", "--commercial-use")]
    [InlineData("--sample means nothing without --reference.", "pack", "new", "x", "-m", "image", "-p", "clip-image", "-o", "y", "--sample", "a.png")]
    [InlineData("--no-raw means nothing without --space.", "embed", "x", "--out", "y", "--no-raw")]
    [InlineData("Give a file, or a text with --text.", "classify", "--space", "a@1")]
    [InlineData("--top takes a whole number from 1 to 1000, and not '0'.", "classify", "x", "--space", "a@1", "--top", "0")]
    [InlineData("Give either a file or a text with --text.", "search", "--in", "x")]
    [InlineData("Give either a file or a text with --text.", "search", "x.png", "--text", "a", "--in", "x")]
    [InlineData("--top takes a whole number from 1 to 1000, and not '1001'.", "search", "x", "--in", "y", "--top", "1001")]
    [InlineData("--options are those of a profile; name it with --profile.", "inspect", "x", "--options", "{}")]
    public void Run_ValueOutOfPlace_ExitsTwoWithOneSentence(string sentence, params string[] arguments)
    {
        var result = CommandLine.Run(arguments);
        Assert.Equal(ExitCode.Usage, result.ExitCode);
        Assert.Equal("unibind: " + sentence, result.Errors.Split(Environment.NewLine)[0]);
        Assert.Contains("--help' to see what it takes.", result.Errors.Split(Environment.NewLine)[1], StringComparison.Ordinal);
        Assert.Empty(result.Output);
    }

    [Theory]
    [InlineData("embed", "x", "--out", "y", "--limit")]
    [InlineData("embed", "x")]
    [InlineData("inspect", "x", "--modality", "smell")]
    [InlineData("inspect", "x", "--profile", "magic")]
    [InlineData("jobs")]
    [InlineData("classify", "x.png")]
    [InlineData("search", "x.png")]
    [InlineData("search", "x.png", "--in", "y", "--modality", "smell")]
    public void Run_IncompleteOrUnknown_ExitsTwo(params string[] arguments)
    {
        var result = CommandLine.Run(arguments);
        Assert.Equal(ExitCode.Usage, result.ExitCode);
        Assert.StartsWith("unibind: ", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_Defaults_AreTaken()
    {
        var parsed = CommandTree.Build().Parse("embed x --out y");
        Assert.Empty(parsed.Errors);
        Assert.Equal(1000, CommandTree.Build().Parse("embed x --out y --limit 1000").GetValue<long?>("--limit"));
        Assert.Null(parsed.GetValue<long?>("--limit"));
        Assert.Equal(0, parsed.GetValue<int>("--decode-threads"));
        Assert.Null(parsed.GetValue<string?>("--space"));
        Assert.Equal(["a.png", "b.wav"], CommandTree.Build().Parse("classify a.png b.wav --space s@1").GetValue<string[]>("files")!);
        Assert.Equal(["a", "b"], CommandTree.Build().Parse("search q.png --in a b --modality image").GetValue<string[]>("--in")!);
        Assert.Equal(8080, CommandTree.Build().Parse("serve").GetValue<int>("--http-port"));
        Assert.Equal(["classic"], parsed.GetValue<string[]>("--pack")!);
    }
}
