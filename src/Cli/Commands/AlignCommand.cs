using System.CommandLine;
using UniBind.Grid.Encoding;

namespace UniBind.Grid.Cli;

/// <summary><c>unibind align</c>: trains the heads of a space, one for each modality.</summary>
internal static class AlignCommand
{
    public static Command Build()
    {
        var space = new Argument<string>("space") { Description = "The space; its next published version holds the heads." };
        var sources = new Option<string[]>("--on") { Description = "What to train on: output folders of finished jobs, or ids of jobs.", HelpName = "DIR|JOB", AllowMultipleArgumentsPerToken = true };
        var modalities = ModalityOption.Create("Only these modalities; by default all of the sources but text.");
        var list = new Option<bool>("--list") { Description = "Only list the heads that were trained." };
        var use = new Option<string[]>("--use") { Description = "Only put an earlier head to use again, or 'none'. May be repeated.", HelpName = "MODALITY=HEAD", AllowMultipleArgumentsPerToken = false };
        var json = Json.Option();
        var command = new Command("align", """
            Train the heads of a space on stored raw embeddings, one for each modality.

            Examples:
              unibind align digits --on embedded
              unibind align digits --on embedded --modality audio --method ridge --lambda 0.1,1,10 --folds 5
              unibind align digits --on 20261123-142233-7f3a9c --target captions --temperature 0.05,0.07
              unibind align sounds --method labels --labels audio=yamnet_class_map.csv --on embedded
              unibind align digits --list
              unibind align digits --use image=3fa9c0de
            """) { space, sources, modalities, list, use, json };
        var options = AlignOptionSet.AddTo(command);
        var grid = GridOptions.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var name = SpaceKey.RequireSpace(parsed.GetRequiredValue(space));
            var settings = grid.Read(parsed);
            var chosen = ModalityOption.Read(parsed, modalities);
            var heads = ModalityPairs.Parse("--use", "HEAD", parsed.GetValue(use) ?? []);
            var labels = options.LabelFiles(parsed);
            await using var session = await GridSession.OpenAsync(settings, cancellationToken);
            var client = session.Client.Alignment;
            foreach (var (modality, head) in heads)
                await AlignHeads.UseAsync(client, name, modality, head);
            if (heads.Count > 0 || parsed.GetValue(list))
            {
                await AlignHeads.PrintAsync(client, name, parsed.GetValue(json));
                return ExitCode.Done;
            }
            var on = AlignSourceFolders.Absolute(parsed.GetValue(sources) ?? []);
            if (chosen.Length == 0)
                chosen = labels.Count > 0 ? [.. labels.Keys.Order()] : await AlignSourceFolders.ModalitiesAsync(on, session.Client, cancellationToken);
            var pack = EncoderPack.ReadIdentity(settings.Packs[0]).Name;
            var requests = chosen.ToDictionary(m => m, m => options.Read(parsed, m, on, pack));
            return await AlignRunner.RunAsync(client, name, requests, parsed.GetValue(json), cancellationToken);
        });
        return command;
    }
}
