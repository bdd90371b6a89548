using System.CommandLine;
using System.Diagnostics;
using UniBind.Grid.Samples;

namespace UniBind.Grid.Cli;

/// <summary><c>unibind demo</c>: the whole way on the sample corpus, with nothing but this program.</summary>
internal static class DemoCommand
{
    /// <summary>Every third object is of the test split: with fewer there is nothing to measure on.</summary>
    private const int LeastPerClass = 3;

    public static Command Build()
    {
        var folder = new Option<string>("--out", "-o") { Description = "Where the corpus, the outputs and the report go.", HelpName = "DIR", DefaultValueFactory = _ => "unibind-demo" };
        var perClass = new Option<int>("--per-class") { Description = "Items of each digit and modality.", HelpName = "N", DefaultValueFactory = _ => new SampleOptions().PerClass }.Within(LeastPerClass, SampleOptions.MaxPerClass);
        var json = Json.Option();
        var command = new Command("demo", """
            The whole way on a sample corpus: embed seven modalities, build class centers from descriptions, train heads, publish the space
            'digits', classify and search the test split, and write a report with accuracy, retrieval and balance before and after.

            Example:
              unibind demo
            """) { folder, perClass, json };
        var grid = GridOptions.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var started = Stopwatch.GetTimestamp();
            var files = DemoFolder.New(parsed.GetRequiredValue(folder));
            var settings = grid.Read(parsed);
            var asJson = parsed.GetValue(json);
            (asJson ? Console.Error : Console.Out).WriteLine("unibind demo: the digits 0-9 in seven modalities, the bundled 'classic' pack, a grid of two silos.");
            DiskCheck.Require(files.Root);
            // The grid starts while the corpus is drawn: the first progress comes a second earlier.
            var drawing = SampleCorpus.WriteAsync(files.Corpus, new SampleOptions { PerClass = parsed.GetValue(perClass), Overwrite = true }, cancellationToken);
            await using var session = await GridSession.OpenAsync(settings, cancellationToken);
            return await new DemoRun(session, files, settings, asJson, started).RunAsync(await drawing, cancellationToken);
        });
        return command;
    }
}
