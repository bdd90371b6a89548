using System.CommandLine;

namespace UniBind.Grid.Cli;

/// <summary><c>unibind centers diff</c>: which descriptions entered and left between two versions of a center.</summary>
internal static class CentersDiffCommand
{
    public static Command Build()
    {
        var space = SpaceArguments.Space();
        var name = SpaceArguments.Class();
        var from = new Argument<int>("from") { Description = "The one version." };
        var to = new Argument<int>("to") { Description = "The other." };
        var json = Json.Option();
        var command = new Command("diff", """
            Show which descriptions entered (+) and left (-) between two versions of one class's center.

            Example:
              unibind centers diff digits 7 1 2
            """) { space, name, from, to, json };
        var grid = GridOptions.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var session = await GridSession.OpenAsync(grid.Read(parsed), cancellationToken);
            var diff = await session.Client.Spaces.DiffCentersAsync(
                parsed.GetRequiredValue(space), parsed.GetRequiredValue(name), parsed.GetRequiredValue(from), parsed.GetRequiredValue(to));
            if (parsed.GetValue(json))
            {
                Json.Print(diff);
                return ExitCode.Done;
            }
            CenterPrinter.PrintList([diff.From, diff.To]);
            foreach (var text in diff.Left)
                Console.Out.WriteLine("- " + text);
            foreach (var text in diff.Entered)
                Console.Out.WriteLine("+ " + text);
            Console.Out.WriteLine($"{diff.Entered.Count:N0} entered, {diff.Left.Count:N0} left, {diff.Kept:N0} kept.");
            return ExitCode.Done;
        });
        return command;
    }
}
