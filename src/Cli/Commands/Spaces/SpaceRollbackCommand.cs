using System.CommandLine;

namespace UniBind.Grid.Cli;

/// <summary><c>unibind space rollback</c>: points the aliases of a space to an earlier version.</summary>
internal static class SpaceRollbackCommand
{
    public static Command Build()
    {
        var space = SpaceArguments.Space();
        var version = new Argument<int>("version") { Description = "The version." };
        var stable = new Option<bool>("--stable") { Description = "Point the alias 'stable' there, too." };
        var command = new Command("rollback", """
            Point the alias 'latest' to an earlier version. Versions themselves stay, and so do jobs that pinned one.

            Example:
              unibind space rollback digits 2
            """) { space, version, stable };
        var grid = GridOptions.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var session = await GridSession.OpenAsync(grid.Read(parsed), cancellationToken);
            var info = await session.Client.Spaces.RollbackAsync(parsed.GetRequiredValue(space), parsed.GetRequiredValue(version), parsed.GetValue(stable));
            Console.Out.WriteLine($"{info.Name}: {string.Join(", ", info.Aliases.Select(a => $"{a.Key} is @{a.Value}"))}.");
            return ExitCode.Done;
        });
        return command;
    }
}
