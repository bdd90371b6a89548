using System.CommandLine;

namespace UniBind.Grid.Cli;

/// <summary><c>unibind knowledge</c>: the descriptions of the classes of a space.</summary>
internal static class KnowledgeCommand
{
    public static Command Build() => new("knowledge", "Bring descriptions of classes into a space, and out of it.")
    {
        KnowledgeImportCommand.Build(),
        KnowledgeExportCommand.Build(),
        KnowledgeListCommand.Build(),
    };
}
