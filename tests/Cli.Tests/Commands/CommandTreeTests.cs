using System.CommandLine;
using System.CommandLine.Help;

namespace UniBind.Grid.Cli.Tests;

public sealed class CommandTreeTests
{
    private static readonly RootCommand Root = CommandTree.Build();
    private static readonly HelpWithExamples Help = (HelpWithExamples)Root.Options.OfType<HelpOption>().Single().Action!;
    private static readonly Dictionary<string, Command> Commands = Walk(Root, "unibind").ToDictionary(c => c.Path, c => c.Command);

    public static TheoryData<string> All => [.. Commands.Keys];

    public static TheoryData<string> Leaves => [.. Commands.Where(c => c.Value.Subcommands.Count == 0).Select(c => c.Key)];

    [Theory]
    [MemberData(nameof(All))]
    public void Build_EveryCommandOptionAndArgument_IsDescribed(string path)
    {
        var command = Commands[path];
        Assert.False(string.IsNullOrWhiteSpace(command.Description), path);
        Assert.All(command.Options, o => Assert.False(string.IsNullOrWhiteSpace(o.Description), $"{path} {o.Name}"));
        Assert.All(command.Arguments, a => Assert.False(string.IsNullOrWhiteSpace(a.Description), $"{path} {a.Name}"));
    }

    [Theory]
    [MemberData(nameof(Leaves))]
    public void Build_EveryLeaf_HasExamplesThatParse(string path)
    {
        var examples = (Help.Of(Commands[path]) ?? "").Split('\n').Select(l => l.Trim()).Where(l => l.Contains(path, StringComparison.Ordinal)).ToArray();
        Assert.NotEmpty(examples);
        foreach (var example in examples)
        {
            var line = example[example.IndexOf("unibind", StringComparison.Ordinal)..].TrimEnd(')');
            var parsed = CommandTree.Build().Parse(line["unibind".Length..]);
            Assert.Empty(parsed.Errors.Select(e => $"{line}: {e.Message}"));
            Assert.Equal(path, CommandTree.PathOf(parsed.CommandResult));
        }
    }

    [Fact]
    public void Build_NamesOfOneCommand_AreUsedOnce()
    {
        foreach (var (path, command) in Commands)
        {
            var names = command.Options.SelectMany(o => o.Aliases.Append(o.Name)).ToArray();
            Assert.True(names.Length == names.Distinct().Count(), path);
        }
    }

    private static IEnumerable<(string Path, Command Command)> Walk(Command command, string path) =>
        command.Subcommands.SelectMany(c => Walk(c, $"{path} {c.Name}")).Prepend((path, command));
}
