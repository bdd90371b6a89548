using System.CommandLine;

namespace UniBind.Grid.Cli;

/// <summary><c>unibind centers list</c>: the centers in use, or the versions of one.</summary>
internal static class CentersListCommand
{
    public static Command Build()
    {
        var space = SpaceArguments.Space();
        var name = new Argument<string?>("class") { Description = "List the versions of this class's center.", DefaultValueFactory = _ => null };
        var json = Json.Option();
        var command = new Command("list", """
            List the centers in use of a space, or all versions of one class's center.

            Examples:
              unibind centers list digits
              unibind centers list digits 7
            """) { space, name, json };
        var grid = GridOptions.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var session = await GridSession.OpenAsync(grid.Read(parsed), cancellationToken);
            var spaces = session.Client.Spaces;
            var centers = parsed.GetValue(name) is { } only
                ? await spaces.ListCenterVersionsAsync(parsed.GetRequiredValue(space), only)
                : await spaces.ListCentersAsync(parsed.GetRequiredValue(space), cancellationToken);
            if (parsed.GetValue(json))
                Json.Print(centers);
            else if (centers.Count == 0)
                Console.Out.WriteLine($"There are no centers yet; '{CommandName.Value} centers build {parsed.GetRequiredValue(space)}' makes them.");
            else
                CenterPrinter.PrintList(centers);
            return ExitCode.Done;
        });
        return command;
    }
}
