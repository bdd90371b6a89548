using System.CommandLine;

namespace UniBind.Grid.Cli;

/// <summary><c>unibind knowledge list</c>: how many descriptions the classes of a space have.</summary>
internal static class KnowledgeListCommand
{
    public static Command Build()
    {
        var space = new Argument<string?>("space") { Description = "The space's name; all spaces by default.", DefaultValueFactory = _ => null };
        var json = Json.Option();
        var command = new Command("list", """
            List the classes of a space with their descriptions, or all spaces.

            Examples:
              unibind knowledge list
              unibind knowledge list digits
            """) { space, json };
        var grid = GridOptions.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var session = await GridSession.OpenAsync(grid.Read(parsed), cancellationToken);
            var spaces = session.Client.Spaces;
            if (parsed.GetValue(space) is { } name)
                PrintClasses(await spaces.ListKnowledgeAsync(name, cancellationToken), parsed.GetValue(json));
            else
                await PrintSpacesAsync(session, parsed.GetValue(json), cancellationToken);
            return ExitCode.Done;
        });
        return command;
    }

    private static async Task PrintSpacesAsync(GridSession session, bool json, CancellationToken cancellationToken)
    {
        var totals = new List<SpaceKnowledge>();
        foreach (var name in await session.Client.Spaces.ListAsync())
        {
            var knowledge = await session.Client.Spaces.ListKnowledgeAsync(name, cancellationToken);
            totals.Add(new SpaceKnowledge(name, knowledge.Count, knowledge.Sum(k => (long)k.Approved), knowledge.Sum(k => (long)k.Proposed), knowledge.Sum(k => (long)k.Rejected)));
        }
        if (json)
        {
            Json.Print(totals);
            return;
        }
        if (totals.Count == 0)
        {
            Console.Out.WriteLine($"There are no spaces yet; '{CommandName.Value} knowledge import SPACE FILE' makes one.");
            return;
        }
        Console.Out.WriteLine($"{"CLASSES",8} {"APPROVED",9} {"PROPOSED",9} {"REJECTED",9}  SPACE");
        foreach (var s in totals)
            Console.Out.WriteLine($"{s.Classes,8:N0} {s.Approved,9:N0} {s.Proposed,9:N0} {s.Rejected,9:N0}  {s.Space}");
    }

    private static void PrintClasses(IReadOnlyList<KnowledgeRef> classes, bool json)
    {
        if (json)
        {
            Json.Print(classes);
            return;
        }
        Console.Out.WriteLine($"{"APPROVED",9} {"PROPOSED",9} {"REJECTED",9}  CLASS");
        foreach (var c in classes)
            Console.Out.WriteLine($"{c.Approved,9:N0} {c.Proposed,9:N0} {c.Rejected,9:N0}  {c.Class}");
    }

    private sealed record SpaceKnowledge(string Space, int Classes, long Approved, long Proposed, long Rejected);
}
