using System.CommandLine;

namespace UniBind.Grid.Cli;

/// <summary><c>unibind knowledge</c>: descriptions of classes and items, as files and in spaces.</summary>
internal static class KnowledgeCommand
{
    public static Command Build() => new("knowledge", "Write, check and review the descriptions of classes, and bring them into a space and out of it.")
    {
        KnowledgeGenerateCommand.Build(),
        KnowledgeCaptionCommand.Build(),
        KnowledgeCheckCommand.Build(),
        KnowledgeReviewCommand.Build(),
        KnowledgeImportCommand.Build(),
        KnowledgeExportCommand.Build(),
        KnowledgeListCommand.Build(),
    };
}
