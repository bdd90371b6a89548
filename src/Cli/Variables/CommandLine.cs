using System.CommandLine;
using System.CommandLine.Parsing;

namespace UniBind.Grid.Cli;

/// <summary>A command line as the user meant it: what it leaves out is taken from the environment.</summary>
internal static class CommandLine
{
    /// <summary>Parses the arguments and the variables of the options that they do not give.</summary>
    /// <param name="root">The commands.</param>
    /// <param name="arguments">The command line.</param>
    /// <param name="read">Reads an environment variable; null where it is not set.</param>
    /// <remarks>Variables are parsed as options are, so that both are checked by the same rules.</remarks>
    public static ParseResult Parse(RootCommand root, string[] arguments, Func<string, string?> read)
    {
        var parsed = root.Parse(arguments);
        // A directive such as [suggest] asks about the line as it was typed.
        if (arguments.Length == 0 || arguments[0].StartsWith('['))
            return parsed;
        var command = parsed.CommandResult;
        string[] taken = [.. command.Command.Options.Where(o => command.GetResult(o) is null or { Implicit: true }).SelectMany(o => Arguments(o, read))];
        if (taken.Length == 0)
            return parsed;
        // Right behind the command's name, for what follows may end with arguments of another program.
        var at = AfterCommand(command, arguments);
        return root.Parse([.. arguments[..at], .. taken, .. arguments[at..]]);
    }

    /// <summary>Says which variables were part of a command line that was wrong, or returns null; it names no values, which may be secret.</summary>
    public static string? ExplainVariables(ParseResult parsed)
    {
        var taken = parsed.CommandResult.Command.Options.Where(o => OptionVariables.Of(o) is { IsTaken: true })
            .Select(o => $"{OptionVariables.Of(o)!.Name} as {o.Name}").ToArray();
        return taken.Length == 0 ? null : $"from the environment come {string.Join(", ", taken)}.";
    }

    private static IEnumerable<string> Arguments(Option option, Func<string, string?> read)
    {
        if (OptionVariables.Of(option) is not { } variable || read(variable.Name) is not { } text || string.IsNullOrWhiteSpace(text))
            return [];
        variable.IsTaken = true;
        string[] values = variable.Several ? text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) : [text.Trim()];
        if (option is Option<bool>)
            values = [.. values.Select(value => value switch { "1" => "true", "0" => "false", _ => value })];
        // One word each, so that a value may begin with a hyphen.
        return values.Select(value => $"{option.Name}={value}");
    }

    /// <summary>The index behind the words that name the command.</summary>
    private static int AfterCommand(CommandResult command, string[] arguments)
    {
        var names = new Stack<string>();
        for (SymbolResult? at = command; at is CommandResult { Command: not RootCommand and var each }; at = at.Parent)
            names.Push(each.Name);
        var index = 0;
        for (; names.Count > 0 && index < arguments.Length; index++)
        {
            if (arguments[index] == names.Peek())
                names.Pop();
        }
        return index;
    }
}
