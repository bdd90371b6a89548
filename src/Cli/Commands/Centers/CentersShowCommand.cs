using System.CommandLine;

namespace UniBind.Grid.Cli;

/// <summary><c>unibind centers show</c>: one center with its rows.</summary>
internal static class CentersShowCommand
{
    public static Command Build()
    {
        var space = SpaceArguments.Space();
        var name = SpaceArguments.Class();
        var version = new Option<int?>("--version") { Description = "A version of the center; the one in use by default.", HelpName = "N" }.Within(1, int.MaxValue);
        var json = Json.Option();
        var command = new Command("show", """
            Show one class's center: how it came to be, and the description behind each row.

            Example:
              unibind centers show digits 7
            """) { space, name, version, json };
        var grid = GridOptions.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var session = await GridSession.OpenAsync(grid.Read(parsed), cancellationToken);
            var center = await session.Client.Spaces.GetCenterAsync(parsed.GetRequiredValue(space), parsed.GetRequiredValue(name), parsed.GetValue(version));
            if (parsed.GetValue(json))
            {
                Json.Print(center);
                return ExitCode.Done;
            }
            CenterPrinter.Print(center.Center);
            foreach (var row in center.Rows)
                Console.Out.WriteLine($"  {row.Text}{(row.Modalities.Length == 0 ? "" : $"  [{string.Join(", ", row.Modalities.Select(m => m.Name()))}]")}");
            return ExitCode.Done;
        });
        return command;
    }
}
