using System.CommandLine;
using System.Text.Json;
using UniBind.Grid.Alignment;
using UniBind.Grid.Corpora;

namespace UniBind.Grid.Cli;

/// <summary><c>unibind space plan</c>: tells which items of a job would change class in another version of its space.</summary>
/// <remarks>The files of both versions and of the job are read by the command itself; the grid is asked for their names only.</remarks>
internal static class SpacePlanCommand
{
    /// <summary>Stands for the version that a publication would make now.</summary>
    private const string Next = "next";
    private const int MovesShown = 20;

    public static Command Build()
    {
        var before = new Argument<string>("before") { Description = "The version in use: NAME@1." };
        var after = new Argument<string>("after") { Description = "The version to come: NAME@2, or NAME@next for the centers and heads in use, not published." };
        var on = new Option<string>("--on") { Description = "The job, or its output folder.", HelpName = "JOB", Required = true };
        var output = new Option<string?>("--out", "-o") { Description = "A file for every change, one JSON object a line.", HelpName = "FILE" };
        var list = new Option<int>("--list") { Description = "So many changes are shown.", HelpName = "N", DefaultValueFactory = _ => 10 }.Within(0, 100_000);
        var score = ScoreOption.Create("How class scores of NAME@next are made");
        var noHeads = new Option<bool>("--no-heads") { Description = "Leave the trained heads out of NAME@next." };
        var json = Json.Option();
        var command = new Command("plan", """
            Tell which items of a job would change class in another version of the space. Nothing is written to the job.

            Examples:
              unibind space plan digits@1 digits@2 --on out
              unibind space plan digits@1 digits@next --on out --score lse
              unibind space plan digits@stable digits@latest --on 20261123-142233-7f3a9c --out changes.jsonl --json
            """) { before, after, on, output, list, score, noHeads, json };
        var grid = GridOptions.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var settings = grid.Read(parsed);
            await using var session = await GridSession.OpenAsync(settings, cancellationToken);
            var folder = await OutputFolders.FindAsync(session, parsed.GetRequiredValue(on));
            var draft = new PublishRequest { Score = parsed.GetRequiredValue(score), Heads = !parsed.GetValue(noHeads) };
            var blobs = SpaceFiles.In(settings);
            using var old = await OpenAsync(session, blobs, parsed.GetRequiredValue(before), draft);
            using var now = await OpenAsync(session, blobs, parsed.GetRequiredValue(after), draft);
            var result = await RunAsync(new SpacePlan(old, now), folder, parsed.GetValue(list), parsed.GetValue(output), cancellationToken);
            if (parsed.GetValue(json))
                Json.Print(result);
            else
                Print(result);
            return ExitCode.Done;
        });
        return command;
    }

    /// <summary>Runs a plan, with every change to a file where one is wanted; the file is there when the plan is complete, or not at all.</summary>
    public static async Task<SpacePlanResult> RunAsync(SpacePlan plan, string folder, int list, string? file, CancellationToken cancellationToken)
    {
        var reader = await RawReader.OpenAsync(folder, cancellationToken);
        if (!reader.IsFinished)
            throw new GridException($"The job '{reader.Header.Job}' in '{folder}' is not finished; let it end first: unibind jobs resume {reader.Header.Job}");
        if (file is null)
            return await plan.RunAsync(reader, list, null, cancellationToken);
        var temporary = Path.GetFullPath(file) + ".new";
        try
        {
            SpacePlanResult result;
            await using (var writer = new StreamWriter(temporary))
            {
                result = await plan.RunAsync(reader, list, change => writer.WriteLineAsync(JsonSerializer.Serialize(change, JsonSerializerOptions.Web)), cancellationToken);
            }
            File.Move(temporary, Path.GetFullPath(file), overwrite: true);
            return result;
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    public static void Print(SpacePlanResult result)
    {
        Console.Out.WriteLine($"{result.Before} -> {result.After}: {result.Changed:N0} of {result.Rows:N0} rows would change class.");
        Console.Out.WriteLine($"{"MODALITY",-11} {"ROWS",10} {"CHANGED",10} {"RIGHT BEFORE",13} {"AFTER",8}");
        foreach (var m in result.Modalities)
            Console.Out.WriteLine($"{m.Modality,-11} {m.Rows,10:N0} {m.Changed,10:N0} {Share(m.RightBefore, m.Labelled),13} {Share(m.RightAfter, m.Labelled),8}");
        foreach (var move in result.Moves.Take(MovesShown))
            Console.Out.WriteLine($"{move.Rows,10:N0}  {move.Modality}: {move.From ?? "none"} -> {move.To ?? "none"}");
        if (result.Moves.Count > MovesShown)
            Console.Out.WriteLine($"            and {result.Moves.Count - MovesShown:N0} more pairs of classes (--json shows all)");
        foreach (var change in result.Changes)
            Console.Out.WriteLine(FormattableString.Invariant($"{change.Id}: {change.From ?? "none"} ({change.FromScore:0.000}) -> {change.To ?? "none"} ({change.ToScore:0.000})"));
        foreach (var note in result.Notes)
            Console.Out.WriteLine($"note: {note}");
    }

    private static string Share(long right, long labelled) =>
        labelled == 0 ? "-" : (100.0 * right / labelled).ToString("0.0", System.Globalization.CultureInfo.InvariantCulture) + " %";

    private static async Task<Space> OpenAsync(GridSession session, BlobStore blobs, string reference, PublishRequest draft)
    {
        var (space, version) = SpaceKey.ParseVersion(reference);
        return Space.Open(blobs, SpaceFiles.Require(blobs, version == Next
            ? await session.Client.Spaces.DraftAsync(space, draft)
            : await session.Client.Spaces.ResolveAsync(reference)));
    }
}
