using System.CommandLine;
using UniBind.Grid.Samples;

namespace UniBind.Grid.Cli;

/// <summary><c>unibind sample</c>: writes the sample corpus.</summary>
internal static class SampleCommand
{
    public static Command Build()
    {
        var folder = new Argument<string>("folder") { Description = "Where to write it." };
        var perClass = new Option<int>("--per-class") { Description = "Items of each digit and modality.", HelpName = "N", DefaultValueFactory = _ => new SampleOptions().PerClass }.Within(1, SampleOptions.MaxPerClass);
        var seed = new Option<ulong>("--seed") { Description = "Another corpus for another seed.", HelpName = "N", DefaultValueFactory = _ => new SampleOptions().Seed }.Within(0ul, ulong.MaxValue);
        var modalities = ModalityOption.Create("Only these modalities.");
        var mp4 = new Option<bool>("--mp4") { Description = "Write videos as mp4 too; needs ffmpeg." };
        var overwrite = new Option<bool>("--overwrite") { Description = "Replace a sample corpus of other settings." };
        var json = Json.Option();
        var command = new Command("sample", """
            Write a small corpus of the digits 0-9 in seven modalities.

            Examples:
              unibind sample digits
              unibind sample digits --per-class 100 --modality image --modality audio
            """) { folder, perClass, seed, modalities, mp4, overwrite, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var chosen = ModalityOption.Read(parsed, modalities);
            var summary = await SampleCorpus.WriteAsync(parsed.GetRequiredValue(folder), new SampleOptions
            {
                PerClass = parsed.GetValue(perClass),
                Seed = parsed.GetValue(seed),
                Modalities = chosen.Length == 0 ? Modalities.All : chosen,
                Mp4 = parsed.GetValue(mp4),
                Overwrite = parsed.GetValue(overwrite),
            }, cancellationToken);
            if (parsed.GetValue(json))
                Json.Print(summary);
            else
                Console.Out.WriteLine(FormattableString.Invariant($"{summary.Items:N0} items in {summary.Folder} ({ProgressText.Bytes(summary.Bytes)}); next: {CommandName.Value} embed {summary.Folder} --out DIR"));
            return ExitCode.Done;
        });
        return command;
    }
}
