using System.CommandLine;

namespace UniBind.Grid.Cli;

/// <summary><c>unibind centers rollback</c>: puts an earlier version of a center to use.</summary>
internal static class CentersRollbackCommand
{
    public static Command Build()
    {
        var space = SpaceArguments.Space();
        var name = SpaceArguments.Class();
        var version = new Argument<int>("version") { Description = "The version of the center." };
        var command = new Command("rollback", """
            Put an earlier version of a class's center to use; the next published version of the space will hold it.

            Example:
              unibind centers rollback digits 7 1
            """) { space, name, version };
        var grid = GridOptions.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var session = await GridSession.OpenAsync(grid.Read(parsed), cancellationToken);
            var center = await session.Client.Spaces.RollbackCenterAsync(parsed.GetRequiredValue(space), parsed.GetRequiredValue(name), parsed.GetRequiredValue(version));
            Console.Out.WriteLine($"'{center.Class}' uses version {center.Version} again.");
            return ExitCode.Done;
        });
        return command;
    }
}
