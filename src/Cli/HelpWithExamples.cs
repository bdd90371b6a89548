using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace UniBind.Grid.Cli;

/// <summary>
/// Prints a command's examples after its options. They are written in the command's description, after the sentence that says what it does;
/// the list of a parent's commands shows the sentence alone.
/// </summary>
internal sealed class HelpWithExamples : SynchronousCommandLineAction
{
    private const string Mark = "\n\nExample";
    private readonly HelpAction _help;
    private readonly Dictionary<Command, string> _examples = [];

    private HelpWithExamples(HelpAction help) => _help = help;

    /// <summary>Help is given for a command line that is not complete yet.</summary>
    public override bool ClearsParseErrors => true;

    /// <summary>Moves the examples of all commands out of their descriptions into the help.</summary>
    public static RootCommand Apply(RootCommand root)
    {
        var option = root.Options.OfType<HelpOption>().Single();
        var help = new HelpWithExamples((HelpAction)option.Action!);
        help.Collect(root);
        option.Action = help;
        return root;
    }

    /// <summary>The examples of a command, or null.</summary>
    public string? Of(Command command) => _examples.GetValueOrDefault(command);

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        var code = _help.Invoke(parseResult);
        if (Of(parseResult.CommandResult.Command) is { } examples)
            parseResult.InvocationConfiguration.Output.WriteLine(examples);
        return code;
    }

    private void Collect(Command command)
    {
        if (command.Description is { } text && text.IndexOf(Mark, StringComparison.Ordinal) is var at and >= 0)
        {
            _examples[command] = text[(at + 2)..];
            command.Description = text[..at];
        }
        foreach (var child in command.Subcommands)
            Collect(child);
    }
}
