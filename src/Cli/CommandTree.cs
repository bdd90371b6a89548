using System.CommandLine;
using System.CommandLine.Parsing;

namespace UniBind.Grid.Cli;

/// <summary>All commands. Building it touches no grid, so that help and completion stay fast.</summary>
internal static class CommandTree
{
    public static RootCommand Build() => HelpWithExamples.Apply(new("Embed multimodal corpora into one balanced space, on a grid.")
    {
        DemoCommand.Build(),
        SampleCommand.Build(),
        EmbedCommand.Build(),
        KnowledgeCommand.Build(),
        CentersCommand.Build(),
        AlignCommand.Build(),
        SpaceCommand.Build(),
        RealignCommand.Build(),
        ClassifyCommand.Build(),
        SearchCommand.Build(),
        EvalCommand.Build(),
        InspectCommand.Build(),
        JobsCommand.Build(),
        CacheCommand.Build(),
        PackCommand.Build(),
        ServeCommand.Build(),
        KeysCommand.Build(),
        HealthCommand.Build(),
        DoctorCommand.Build(),
        CompletionCommand.Build(),
    });

    /// <summary>The words that lead to a command, for example <c>unibind jobs list</c>.</summary>
    public static string PathOf(CommandResult command)
    {
        var names = new Stack<string>();
        for (SymbolResult? at = command; at is not null; at = at.Parent)
        {
            if (at is CommandResult { Command: var each })
                names.Push(each is RootCommand ? "unibind" : each.Name);
        }
        return string.Join(' ', names);
    }
}
