using System.CommandLine;

namespace UniBind.Grid.Cli;

/// <summary><c>unibind space list</c>: all spaces and what their aliases point to.</summary>
internal static class SpaceListCommand
{
    public static Command Build()
    {
        var json = Json.Option();
        var command = new Command("list", """
            List the spaces of the grid.

            Example:
              unibind space list
            """) { json };
        var grid = GridOptions.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var session = await GridSession.OpenAsync(grid.Read(parsed), cancellationToken);
            var spaces = new List<SpaceInfo>();
            foreach (var name in await session.Client.Spaces.ListAsync())
                spaces.Add(await session.Client.Spaces.GetAsync(name));
            if (parsed.GetValue(json))
                Json.Print(spaces.Select(s => new { s.Name, Classes = s.Classes.Length, Versions = s.Versions.Length, s.Aliases }).ToArray());
            else if (spaces.Count == 0)
                Console.Out.WriteLine($"There are no spaces yet; '{CommandName.Value} knowledge import SPACE FILE' makes one.");
            else
                Print(spaces);
            return ExitCode.Done;
        });
        return command;
    }

    private static void Print(IEnumerable<SpaceInfo> spaces)
    {
        Console.Out.WriteLine($"{"SPACE",-24} {"CLASSES",8} {"VERSIONS",8} {"LATEST",7} {"STABLE",7}");
        foreach (var s in spaces)
            Console.Out.WriteLine($"{s.Name,-24} {s.Classes.Length,8:N0} {s.Versions.Length,8:N0} {Alias(s, SpaceInfo.Latest),7} {Alias(s, SpaceInfo.Stable),7}");
    }

    private static string Alias(SpaceInfo space, string name) => space.Aliases.TryGetValue(name, out var version) ? $"@{version}" : "-";
}
