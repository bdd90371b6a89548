using System.CommandLine;
using UniBind.Grid.Corpora;
using UniBind.Grid.Encoding;

namespace UniBind.Grid.Cli;

/// <summary><c>unibind centers build</c>: embeds the approved descriptions and selects the rows of the centers.</summary>
internal static class CentersBuildCommand
{
    public static Command Build()
    {
        var space = SpaceArguments.Space();
        var rule = new Option<string>("--rule") { Description = "How rows are selected: topk, medoid, diverse (diverse:0 is k-center) or calibrated.", HelpName = "RULE", DefaultValueFactory = _ => CenterBuildRequest.DefaultRule };
        var rows = new Option<int>("--rows", "-k") { Description = "The rows of a class at most.", HelpName = "K", DefaultValueFactory = _ => CenterBuildRequest.DefaultRows }.Within(1, 100_000);
        var classes = new Option<string[]>("--class") { Description = "Only this class. May be repeated.", HelpName = "CLASS" };
        var proposed = new Option<bool>("--include-proposed") { Description = "Also use descriptions that nobody has approved yet." };
        var calibration = new Option<string?>("--calibration") { Description = "The output folder of a job whose labelled embeddings topk and calibrated go by; its items are left out of every evaluation.", HelpName = "DIR" };
        var force = new Option<bool>("--force") { Description = "Build also what stands already." };
        var json = Json.Option();
        var command = new Command("build", """
            Build the centers of a space: a set of description embeddings for each class. What stands already is kept.

            Examples:
              unibind centers build digits
              unibind centers build digits --pack ./my-pack --rule diverse --rows 20
              unibind centers build digits --rule calibrated --calibration out/digits-train
            """) { space, rule, rows, classes, proposed, calibration, force, json };
        var grid = GridOptions.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var settings = grid.Read(parsed);
            var request = new CenterBuildRequest
            {
                Pack = EncoderPack.ReadIdentity(settings.Packs[0]).Name,
                Rule = parsed.GetRequiredValue(rule),
                Rows = parsed.GetValue(rows),
                Classes = parsed.GetValue(classes) ?? [],
                IncludeProposed = parsed.GetValue(proposed),
                Calibration = parsed.GetValue(calibration) is { } folder ? ObjectAddress.Normalize(folder) : null,
                Force = parsed.GetValue(force),
            };
            await using var session = await GridSession.OpenAsync(settings, cancellationToken);
            var name = parsed.GetRequiredValue(space);
            var last = await FollowAsync(session, name, request, parsed.GetValue(json) ? Console.Error : Console.Out, cancellationToken);
            if (parsed.GetValue(json))
                Json.Print(last);
            else
                Console.Out.WriteLine($"Built {last.Built:N0} centers with {last.Rows:N0} rows; {last.Unchanged:N0} stood already. Next: {CommandName.Value} space publish {name}");
            return ExitCode.Done;
        });
        return command;
    }

    private static async Task<CenterBuildProgress> FollowAsync(GridSession session, string space, CenterBuildRequest request, TextWriter output, CancellationToken cancellationToken)
    {
        var last = new CenterBuildProgress(0, 0, 0, 0);
        var said = Environment.TickCount64;
        await foreach (var progress in session.Client.Spaces.BuildCentersAsync(space, request, cancellationToken))
        {
            last = progress;
            if (Environment.TickCount64 - said < 2_000)
                continue;
            said = Environment.TickCount64;
            output.WriteLine($"{progress.Built + progress.Unchanged:N0} of {progress.Classes:N0} classes");
        }
        return last;
    }
}
