using System.CommandLine;

namespace UniBind.Grid.Cli;

/// <summary><c>unibind space publish</c>: makes a new immutable version of a space.</summary>
internal static class SpacePublishCommand
{
    public static Command Build()
    {
        var space = SpaceArguments.Space();
        var parent = new Option<int?>("--parent") { Description = "Publish only if this is still the newest version, 0 for none; the newest by default.", HelpName = "N" }.Within(0, int.MaxValue);
        var stable = new Option<bool>("--stable") { Description = "Point the alias 'stable' to the new version, too." };
        var noHeads = new Option<bool>("--no-heads") { Description = "Leave out the trained heads." };
        var score = ScoreOption.Create("How class scores are made");
        var json = Json.Option();
        var command = new Command("publish", """
            Publish the centers and heads in use as a new immutable version.

            Examples:
              unibind space publish digits
              unibind space publish digits --parent 3 --stable
              unibind space publish digits --score topmean:3
            """) { space, parent, stable, noHeads, score, json };
        var grid = GridOptions.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var session = await GridSession.OpenAsync(grid.Read(parsed), cancellationToken);
            var name = parsed.GetRequiredValue(space);
            var newest = (await session.Client.Spaces.GetAsync(name)).Versions.Select(v => v.Version).FirstOrDefault();
            var version = await session.Client.Spaces.PublishAsync(name, new PublishRequest
            {
                Parent = parsed.GetValue(parent) ?? newest,
                Stable = parsed.GetValue(stable),
                Heads = !parsed.GetValue(noHeads),
                Score = parsed.GetRequiredValue(score),
            });
            if (parsed.GetValue(json))
                Json.Print(version);
            else
                Console.Out.WriteLine($"Published {version.Id}: {version.Classes:N0} classes, {version.Rows:N0} rows, {(version.Heads.Length == 0 ? "no heads" : "heads for " + string.Join(", ", version.Heads.Select(h => h.Name())))}.");
            return ExitCode.Done;
        });
        return command;
    }
}
