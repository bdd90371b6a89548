using System.CommandLine;
using UniBind.Grid.Client;
using UniBind.Grid.Samples;

namespace UniBind.Grid.Cli;

/// <summary><c>unibind demo</c>: the whole way on the sample corpus, with nothing but this program.</summary>
internal static class DemoCommand
{
    public static Command Build()
    {
        var folder = new Option<string>("--out", "-o") { Description = "Where the corpus and the output go.", HelpName = "DIR", DefaultValueFactory = _ => "unibind-demo" };
        var perClass = new Option<int>("--per-class") { Description = "Items of each digit and modality.", HelpName = "N", DefaultValueFactory = _ => new SampleOptions().PerClass }.Within(1, SampleOptions.MaxPerClass);
        var json = Json.Option();
        var command = new Command("demo", """
            Make the sample corpus, start a grid of two silos in this process, and embed all seven modalities.

            Example:
              unibind demo
            """) { folder, perClass, json };
        var grid = GridOptions.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var root = Path.GetFullPath(parsed.GetRequiredValue(folder));
            var asJson = parsed.GetValue(json);
            var say = asJson ? Console.Error : Console.Out;
            var jobId = JobIds.New();
            say.WriteLine("unibind demo: the digits 0-9 in seven modalities, the bundled 'classic' pack, a grid of two silos.");
            DiskCheck.Require(root);
            // The grid starts while the corpus is drawn: the first progress comes a second earlier.
            var drawing = SampleCorpus.WriteAsync(
                Path.Combine(root, "corpus"), new SampleOptions { PerClass = parsed.GetValue(perClass), Overwrite = true }, cancellationToken);
            await using var session = await GridSession.OpenAsync(grid.Read(parsed), cancellationToken);
            var corpus = await drawing;
            say.WriteLine(FormattableString.Invariant($"corpus    {corpus.Folder}: {corpus.Items:N0} items, {ProgressText.Bytes(corpus.Bytes)}"));
            var spec = new JobSpec { Source = corpus.Folder, Output = Path.Combine(root, "out-" + jobId), Space = PackFolders.Classic + "@0" };
            var code = await EmbedCommand.RunAsync(spec, jobId, session, asJson, cancellationToken);
            if (code is ExitCode.Done && !asJson)
                PrintNext(corpus.Folder, root);
            return code;
        });
        return command;
    }

    private static void PrintNext(string corpus, string root)
    {
        var picture = Directory.EnumerateFiles(Path.Combine(corpus, "image", "3")).Min(StringComparer.Ordinal);
        Console.Out.WriteLine($"""

            Next:
              {CommandName.Value} inspect {picture}    what a file is and what its encoder sees
              {CommandName.Value} embed FOLDER --out DIR --dry-run    count your own folder
              {CommandName.Value} embed FOLDER --out DIR              embed it
              {CommandName.Value} pack new MODEL.onnx --help          bring your own encoder
              {CommandName.Value} jobs list                           what has run; the demo's files are in {root}
            """);
    }
}
