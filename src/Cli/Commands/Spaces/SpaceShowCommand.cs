using System.CommandLine;

namespace UniBind.Grid.Cli;

/// <summary><c>unibind space show</c>: a space with its versions.</summary>
internal static class SpaceShowCommand
{
    public static Command Build()
    {
        var space = new Argument<string>("space") { Description = "The space's name, or one version of it as NAME@VERSION." };
        var json = Json.Option();
        var command = new Command("show", """
            Show a space: its classes, versions and aliases; or one version.

            Examples:
              unibind space show digits
              unibind space show digits@stable
            """) { space, json };
        var grid = GridOptions.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var session = await GridSession.OpenAsync(grid.Read(parsed), cancellationToken);
            var reference = parsed.GetRequiredValue(space);
            if (reference.Contains('@', StringComparison.Ordinal))
                Show(await session.Client.Spaces.ResolveAsync(reference), parsed.GetValue(json));
            else
                Show(await session.Client.Spaces.GetAsync(reference), parsed.GetValue(json));
            return ExitCode.Done;
        });
        return command;
    }

    private static void Show(SpaceInfo space, bool json)
    {
        if (json)
        {
            Json.Print(space);
            return;
        }
        Console.Out.WriteLine($"space    {space.Name}");
        Console.Out.WriteLine($"classes  {space.Classes.Length:N0}: {string.Join(", ", space.Classes.Take(20))}{(space.Classes.Length > 20 ? ", …" : "")}");
        if (space.Versions.Length == 0)
            Console.Out.WriteLine($"No version is published yet; '{CommandName.Value} space publish {space.Name}' publishes one.");
        foreach (var version in space.Versions)
        {
            var aliases = space.Aliases.Where(a => a.Value == version.Version).Select(a => a.Key).Order(StringComparer.Ordinal);
            Console.Out.WriteLine(FormattableString.Invariant(
                $"  {version.Id,-20} {version.Created.ToLocalTime():yyyy-MM-dd HH:mm}  {version.Classes:N0} classes, {version.Rows:N0} rows, pack {version.Pack}, heads: {HeadsOf(version)}  {string.Join(' ', aliases)}"));
        }
    }

    private static void Show(SpaceVersionInfo version, bool json)
    {
        if (json)
        {
            Json.Print(version);
            return;
        }
        Console.Out.WriteLine($"version   {version.Id}");
        Console.Out.WriteLine(FormattableString.Invariant($"published {version.Created.ToLocalTime():yyyy-MM-dd HH:mm}, over {(version.Parent == 0 ? "nothing" : $"@{version.Parent}")}"));
        Console.Out.WriteLine($"classes   {version.Classes:N0} with {version.Rows:N0} rows");
        Console.Out.WriteLine($"heads     {HeadsOf(version)}");
        Console.Out.WriteLine($"pack      {version.Pack} {version.PackSha256}");
        Console.Out.WriteLine($"manifest  {version.Manifest}");
    }

    private static string HeadsOf(SpaceVersionInfo version) => version.Heads.Length == 0 ? "none" : string.Join(", ", version.Heads.Select(h => h.Name()));
}
