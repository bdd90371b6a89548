using System.CommandLine;

namespace UniBind.Grid.Cli;

/// <summary><c>unibind space</c>: the published versions of spaces.</summary>
internal static class SpaceCommand
{
    public static Command Build() => new("space", "List, show, plan and publish spaces, go back to an earlier version, and remove what nothing needs.")
    {
        SpaceListCommand.Build(),
        SpaceShowCommand.Build(),
        SpacePublishCommand.Build(),
        SpacePlanCommand.Build(),
        SpaceRollbackCommand.Build(),
        SpacePruneCommand.Build(),
    };
}
