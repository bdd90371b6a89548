using System.CommandLine;

namespace UniBind.Grid.Cli;

/// <summary><c>unibind space</c>: the published versions of spaces.</summary>
internal static class SpaceCommand
{
    public static Command Build() => new("space", "List, show and publish spaces, and go back to an earlier version.")
    {
        SpaceListCommand.Build(),
        SpaceShowCommand.Build(),
        SpacePublishCommand.Build(),
        SpaceRollbackCommand.Build(),
    };
}
