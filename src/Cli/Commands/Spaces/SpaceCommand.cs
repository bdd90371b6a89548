using System.CommandLine;

namespace UniBind.Grid.Cli;

/// <summary><c>unibind space</c>: the published versions of spaces.</summary>
internal static class SpaceCommand
{
    public static Command Build() => new("space", "Plan the change from one version of a space to another.")
    {
        SpacePlanCommand.Build(),
    };
}
