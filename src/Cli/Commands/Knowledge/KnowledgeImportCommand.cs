using System.CommandLine;
using UniBind.Grid.Alignment;

namespace UniBind.Grid.Cli;

/// <summary><c>unibind knowledge import</c>: brings description files into a space.</summary>
internal static class KnowledgeImportCommand
{
    public static Command Build()
    {
        var space = SpaceArguments.Space();
        var files = new Argument<string[]>("file") { Description = "Description files: JSON lines.", Arity = ArgumentArity.OneOrMore };
        var approve = new Option<bool>("--approve") { Description = "Approve all of them in your name; otherwise each keeps its state." };
        var json = Json.Option();
        var command = new Command("import", """
            Bring descriptions into a space; a space is made when it is new. Repeating it changes nothing. A file with a broken line is not imported at all. A caption of an item may have no class.

            Examples:
              unibind knowledge import digits samples/knowledge/digits.jsonl
              unibind knowledge import parts parts.jsonl states.jsonl --approve
            """) { space, files, approve, json };
        var grid = GridOptions.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var descriptions = new List<Description>();
            foreach (var file in parsed.GetRequiredValue(files))
                descriptions.AddRange(await KnowledgeFile.ReadAllAsync(file, cancellationToken));
            if (descriptions.Count == 0)
                throw new GridException("There is no description to import: the files are empty.");
            if (parsed.GetValue(approve))
                descriptions = descriptions.ConvertAll(d => d with { State = DescriptionState.Approved, Reviewer = Environment.UserName, Reason = "" });
            await using var session = await GridSession.OpenAsync(grid.Read(parsed), cancellationToken);
            var name = parsed.GetRequiredValue(space);
            var knowledge = await session.Client.Spaces.ImportAsync(name, descriptions, cancellationToken);
            if (parsed.GetValue(json))
                Json.Print(knowledge);
            else
                Print(name, descriptions.Count, knowledge);
            return ExitCode.Done;
        });
        return command;
    }

    private static void Print(string space, int descriptions, IReadOnlyList<KnowledgeRef> knowledge)
    {
        Console.Out.WriteLine($"Imported {descriptions:N0} descriptions of {knowledge.Count:N0} classes into '{space}'.");
        Console.Out.WriteLine($"  approved  {knowledge.Sum(k => (long)k.Approved):N0}");
        Console.Out.WriteLine($"  proposed  {knowledge.Sum(k => (long)k.Proposed):N0}");
        Console.Out.WriteLine($"  rejected  {knowledge.Sum(k => (long)k.Rejected):N0}");
        var captions = descriptions - knowledge.Sum(k => (long)k.Approved + k.Proposed + k.Rejected);
        if (captions > 0)
            Console.Out.WriteLine("  captions of items and repeated lines are not counted here");
        Console.Out.WriteLine($"Next: {CommandName.Value} centers build {space}");
    }
}
