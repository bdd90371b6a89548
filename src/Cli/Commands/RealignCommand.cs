using System.CommandLine;
using UniBind.Grid.Client;
using UniBind.Grid.Corpora;

namespace UniBind.Grid.Cli;

/// <summary><c>unibind realign</c>: brings a finished job into another space version without touching its media.</summary>
internal static class RealignCommand
{
    public static Command Build()
    {
        var source = new Argument<string>("job") { Description = "A finished job's id, or its output folder." };
        var space = new Option<string>("--space", "-s") { Description = "The space version: NAME@7, NAME@latest, NAME@stable.", HelpName = "SPACE", Required = true };
        var output = new Option<string>("--out", "-o") { Description = "The output folder; made when it is missing.", HelpName = "DIR", Required = true };
        var sink = new Option<string>("--sink") { Description = "The form of the part files.", DefaultValueFactory = _ => "parquet" };
        sink.AcceptOnlyFromAmong("parquet", "npy");
        var job = new Option<string?>("--job") { Description = "The new job's id; one is made by default. The same id and settings again join the same job.", HelpName = "ID" };
        var json = Json.Option();
        var command = new Command("realign", """
            Rewrite a finished job's embeddings, classes and scores in another space version, from the raw embeddings that the job kept.
            The output leans on the one that it came from: keep that folder for a further realign.

            Examples:
              unibind realign 20261123-142233-7f3a9c --space digits@2 --out digits-2
              unibind realign out --space digits@latest --out digits-latest
            """) { source, space, output, sink, job, json };
        var grid = GridOptions.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var session = await GridSession.OpenAsync(grid.Read(parsed), cancellationToken);
            var from = await OutputFolders.FindAsync(session, parsed.GetRequiredValue(source));
            var spec = new JobSpec
            {
                Source = from,
                RealignFrom = from,
                Output = ObjectAddress.Normalize(parsed.GetRequiredValue(output)),
                Space = parsed.GetRequiredValue(space),
                Sink = parsed.GetRequiredValue(sink),
            };
            DiskCheck.Require(spec.Output);
            return await EmbedCommand.RunAsync(spec, parsed.GetValue(job) ?? JobIds.New(), session, parsed.GetValue(json), cancellationToken);
        });
        return command;
    }
}
