using System.CommandLine;
using UniBind.Grid.Alignment;

namespace UniBind.Grid.Cli;

/// <summary><c>unibind knowledge export</c>: writes the descriptions of a space as JSON lines.</summary>
internal static class KnowledgeExportCommand
{
    public static Command Build()
    {
        var space = SpaceArguments.Space();
        var output = new Option<string?>("--out", "-o") { Description = "The file; standard output by default.", HelpName = "FILE" };
        var classes = new Option<string[]>("--class") { Description = "Only this class. May be repeated.", HelpName = "CLASS" };
        var command = new Command("export", """
            Write the descriptions of a space as JSON lines, with their states.

            Example:
              unibind knowledge export digits --out digits.jsonl
            """) { space, output, classes };
        var grid = GridOptions.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var session = await GridSession.OpenAsync(grid.Read(parsed), cancellationToken);
            var name = parsed.GetRequiredValue(space);
            var info = await session.Client.Spaces.GetAsync(name);
            var only = parsed.GetValue(classes) is { Length: > 0 } some ? some : null;
            if (only?.Except(info.Classes, StringComparer.Ordinal).FirstOrDefault() is { } unknown)
                throw new GridException($"'{name}' has no class '{unknown}'; 'unibind knowledge list {name}' shows those there are.");
            var descriptions = session.Client.Spaces.ExportAsync(name, only, cancellationToken);
            if (parsed.GetValue(output) is { } file)
            {
                Console.Out.WriteLine($"Wrote {await KnowledgeFile.WriteAsync(file, descriptions, cancellationToken):N0} descriptions to {file}.");
                return ExitCode.Done;
            }
            await using var stdout = Console.OpenStandardOutput();
            await KnowledgeFile.WriteAsync(stdout, descriptions, cancellationToken);
            return ExitCode.Done;
        });
        return command;
    }
}
