using System.CommandLine;
using UniBind.Grid.Corpora;

namespace UniBind.Grid.Cli;

/// <summary><c>unibind search</c>: the rows of job outputs that are nearest to a file or a text.</summary>
internal static class SearchCommand
{
    public static Command Build()
    {
        var query = new Argument<string?>("query") { Description = "A file of any modality.", Arity = ArgumentArity.ZeroOrOne };
        var text = new Option<string?>("--text") { Description = "Search for this text.", HelpName = "TEXT" };
        var folders = new Option<string[]>("--in") { Description = "The output folders of jobs, all of one space version.", HelpName = "DIR", Required = true, AllowMultipleArgumentsPerToken = true };
        var modalities = ModalityOption.Create("Only rows of this modality.");
        var declared = new Option<string?>("--query-modality") { Description = "Read the file as this modality instead of letting its content decide." };
        declared.AcceptOnlyFromAmong([.. Modalities.All.Select(m => m.Name())]);
        var top = new Option<int>("--top") { Description = "How many rows to find.", HelpName = "N", DefaultValueFactory = _ => 10 }.Within(1, SearchRequest.MaxTop);
        var json = Json.Option();
        var command = new Command("search", """
            Find the rows nearest to a file or a text, over the outputs of any number of jobs; exact, every row is compared.

            Examples:
              unibind search bark.wav --in photos-embedded --modality image
              unibind search --text "a dog in the snow" --in photos-embedded videos-embedded --top 20
              unibind search part.ply --in out --json --pack ./my-pack
            """) { query, text, folders, modalities, declared, top, json };
        var grid = GridOptions.AddTo(command);
        command.Validators.Add(result =>
        {
            var isFile = result.GetResult(query) is { Tokens.Count: > 0 };
            if (isFile == result.GetResult(text) is not null)
                result.AddError("Give either a file or a text with --text.");
        });
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var read = parsed.GetValue(declared) is { } name ? ModalityOption.Parse(name) : (Modality?)null;
            var media = parsed.GetValue(text) is { } literal
                ? MediaQuery.OfText(literal)
                : await Task.Run(() => MediaQueries.Read(parsed.GetRequiredValue(query)!, read, "search with a smaller one."), cancellationToken);
            var request = new SearchRequest
            {
                Folders = [.. parsed.GetRequiredValue(folders).Select(ObjectAddress.Normalize)],
                Query = media,
                Modalities = ModalityOption.Read(parsed, modalities),
                Top = parsed.GetValue(top),
            };
            await using var session = await GridSession.OpenAsync(grid.Read(parsed), cancellationToken);
            var reply = await session.Client.Search.SearchAsync(request, cancellationToken);
            foreach (var note in reply.Notes)
                Console.Error.WriteLine("unibind: " + note);
            if (parsed.GetValue(json))
                Json.Print(reply);
            else
                Print(reply, Console.Out);
            return ExitCode.Done;
        });
        return command;
    }

    private static void Print(SearchReply reply, TextWriter output)
    {
        output.WriteLine(FormattableString.Invariant($"{reply.Hits.Length:N0} of {reply.Rows:N0} rows in {reply.Space}"));
        foreach (var (hit, i) in reply.Hits.Select((hit, i) => (hit, i)))
        {
            output.WriteLine(FormattableString.Invariant($"{i + 1,4}  {hit.Score,7:0.0000}  {hit.Modality.Name(),-10}  {hit.Class ?? "-",-16}  {string.Join(';', hit.Labels),-16}  {hit.Id}"));
            if (hit.Uri != hit.Id)
                output.WriteLine($"      {hit.Uri}");
        }
    }
}
