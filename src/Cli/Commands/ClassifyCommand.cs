using System.CommandLine;
using UniBind.Grid.Client;

namespace UniBind.Grid.Cli;

/// <summary><c>unibind classify</c>: tells what files are, in a published space.</summary>
internal static class ClassifyCommand
{
    /// <summary>Files on their way at a time: the encoders merge what comes together.</summary>
    private const int AtATime = 16;

    public static Command Build()
    {
        var files = new Argument<string[]>("files") { Description = "The files to classify, of any modality.", Arity = ArgumentArity.ZeroOrMore };
        var text = new Option<string?>("--text") { Description = "Classify this text.", HelpName = "TEXT" };
        var space = new Option<string>("--space", "-s") { Description = "The space: NAME@VERSION, NAME@latest or NAME@stable.", HelpName = "SPACE", Required = true };
        var top = new Option<int>("--top") { Description = "How many classes to name.", HelpName = "N", DefaultValueFactory = _ => 5 }.Within(1, ClassifyRequest.MaxTop);
        var modality = new Option<string?>("--modality", "-m") { Description = "Read the files as this modality instead of letting their content decide." };
        modality.AcceptOnlyFromAmong([.. Modalities.All.Select(m => m.Name())]);
        var json = Json.Option();
        var command = new Command("classify", """
            Tell what files are: their best classes in a published space, with the description that speaks for each.

            Examples:
              unibind classify photo.jpg bark.wav --space animals@latest
              unibind classify --text "it barks at the postman" --space animals@2
              unibind classify scans/*.ply --space parts@stable --top 1 --json --pack ./my-pack
            """) { files, text, space, top, modality, json };
        var grid = GridOptions.AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetResult(files) is not { Tokens.Count: > 0 } && result.GetResult(text) is null)
                result.AddError("Give a file, or a text with --text.");
        });
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var declared = parsed.GetValue(modality) is { } name ? ModalityOption.Parse(name) : (Modality?)null;
            var reference = parsed.GetRequiredValue(space);
            var items = (parsed.GetValue(files) ?? []).Select(path => new Item(path, () =>
                MediaQueries.Read(path, declared, $"embed it: unibind embed {path} --space {reference} --out DIR"))).ToList();
            if (parsed.GetValue(text) is { } literal)
                items.Add(new Item(literal, () => MediaQuery.OfText(literal)));
            await using var session = await GridSession.OpenAsync(grid.Read(parsed), cancellationToken);
            var handle = await session.Client.Search.OpenSpaceAsync(reference);
            return await RunAsync(session.Client.Search, handle, items, parsed.GetValue(top), parsed.GetValue(json), cancellationToken);
        });
        return command;
    }

    private static async Task<int> RunAsync(ISearchClient client, SpaceHandle space, List<Item> items, int top, bool json, CancellationToken cancellationToken)
    {
        var results = new List<ClassifyResult>();
        foreach (var some in items.Chunk(AtATime))
        {
            foreach (var result in await Task.WhenAll(some.Select(item => ClassifyAsync(client, space, item, top, cancellationToken))))
            {
                results.Add(result);
                if (result.Error is { } error)
                    Console.Error.WriteLine("unibind: " + error);
                else if (!json)
                    result.Print(Console.Out);
            }
        }
        if (json)
            Json.Print(results);
        var failed = results.Count(r => r.Error is not null);
        return failed == 0 ? ExitCode.Done : failed == results.Count ? ExitCode.Failed : ExitCode.DeadLetters;
    }

    /// <summary>One bad file costs the others nothing.</summary>
    private static async Task<ClassifyResult> ClassifyAsync(ISearchClient client, SpaceHandle space, Item item, int top, CancellationToken cancellationToken)
    {
        try
        {
            var query = await Task.Run(item.Read, cancellationToken);
            return new ClassifyResult(item.Name, await client.ClassifyAsync(space, query, top, cancellationToken), null);
        }
        catch (Exception e) when (e is GridException or ItemException)
        {
            return new ClassifyResult(item.Name, null, e.Message);
        }
    }

    private sealed record Item(string Name, Func<MediaQuery> Read);
}
