using System.CommandLine;

namespace UniBind.Grid.Cli.Tests;

/// <summary>Options come from the environment by the rules of the command line.</summary>
public sealed class OptionVariablesTests
{
    [Fact]
    public void Parse_Variables_GiveWhatTheCommandLineLeavesOut()
    {
        var parsed = Parse(["serve", "--role", "gateway"], ("UNIBIND_CLUSTER", "redis://db"), ("UNIBIND_ROLE", "encoder,coordinator"), ("UNIBIND_HTTP_PORT", " 9000 "), ("UNIBIND_PACK", "classic, ./mine"), ("UNIBIND_ALLOW_CPU_FALLBACK", "true"));

        Assert.Empty(parsed.Errors.Select(e => e.Message));
        Assert.Equal(["gateway"], parsed.GetValue<string[]>("--role")!);
        Assert.Equal(9000, parsed.GetValue<int>("--http-port"));
        Assert.Equal(["classic", "./mine"], parsed.GetValue<string[]>("--pack")!);
        Assert.True(parsed.GetValue<bool>("--allow-cpu-fallback"));
        Assert.Equal("redis://db", parsed.GetValue<string>("--cluster"));
    }

    [Theory]
    [InlineData("UNIBIND_HTTP_PORT", "x", "--http-port takes a whole number")]
    [InlineData("UNIBIND_ROLE", "boss", "'boss' is no role")]
    [InlineData("UNIBIND_PROVIDER", "abacus", "abacus")]
    [InlineData("UNIBIND_DRAIN", "-1", "--drain takes seconds")]
    [InlineData("UNIBIND_ADVERTISE", "0.0.0.0", "--advertise takes an address")]
    public void Parse_WrongVariable_IsAUsageErrorThatNamesIt(string name, string value, string sentence)
    {
        var parsed = Parse(["serve"], ("UNIBIND_CLUSTER", "redis://db"), (name, value));

        Assert.Contains(parsed.Errors, e => e.Message.Contains(sentence, StringComparison.Ordinal));
        Assert.Contains(name, global::UniBind.Grid.Cli.CommandLine.ExplainVariables(parsed));
        Assert.DoesNotContain("redis://db", global::UniBind.Grid.Cli.CommandLine.ExplainVariables(parsed));
    }

    [Fact]
    public void Parse_PasswordInTheEnvironment_IsAllowedAndOnTheCommandLineIsNot()
    {
        Assert.Empty(Parse(["serve"], ("UNIBIND_CLUSTER", "redis://:secret@db")).Errors);
        Assert.NotEmpty(Parse(["serve", "--cluster", "redis://:secret@db"], ("UNIBIND_CLUSTER", "redis://:secret@db")).Errors);
        Assert.NotEmpty(Parse(["serve", "--cluster", "redis://:secret@db"]).Errors);
    }

    [Fact]
    public void Parse_CommandWithArguments_GetsVariablesBeforeThem()
    {
        var parsed = Parse(["embed", "in", "--out", "o", "--", "in2"], ("UNIBIND_DECODE_THREADS", "3"));

        Assert.Equal(3, parsed.GetValue<int>("--decode-threads"));
        Assert.Empty(Parse(["space", "list"], ("UNIBIND_HOME", "-odd-name")).Errors);
        Assert.Equal("-odd-name", Parse(["space", "list"], ("UNIBIND_HOME", "-odd-name")).GetValue<string>("--data"));
        Assert.Equal(8080, Parse(["serve"], ("UNIBIND_HTTP_PORT", " ")).GetValue<int>("--http-port"));
    }

    [Fact]
    public void Build_OptionsOfServe_AllNameTheirVariable()
    {
        var serve = CommandTree.Build().Subcommands.Single(c => c.Name == "serve");
        var own = serve.Options.Where(o => o is not System.CommandLine.Help.HelpOption).ToArray();

        Assert.True(own.Length > 20);
        Assert.All(own, o => Assert.Contains(OptionVariables.Of(o)?.Name ?? "no variable", o.Description));
        Assert.Equal(own.Length, own.Select(o => OptionVariables.Of(o)!.Name).Distinct().Count());
    }

    private static ParseResult Parse(string[] arguments, params (string Name, string Value)[] environment) =>
        global::UniBind.Grid.Cli.CommandLine.Parse(CommandTree.Build(), arguments, name => environment.FirstOrDefault(e => e.Name == name).Value);
}
