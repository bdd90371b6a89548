using System.CommandLine;

namespace UniBind.Grid.Cli;

/// <summary><c>unibind centers</c>: the centers of the classes of a space.</summary>
internal static class CentersCommand
{
    public static Command Build() => new("centers", "Build the centers of classes out of their descriptions, and look at them.")
    {
        CentersBuildCommand.Build(),
        CentersImportCommand.Build(),
        CentersListCommand.Build(),
        CentersShowCommand.Build(),
        CentersDiffCommand.Build(),
        CentersRollbackCommand.Build(),
    };
}
