using System.CommandLine;
using System.Globalization;

namespace UniBind.Grid.Cli;

/// <summary><c>unibind space prune</c>: removes versions that nothing needs any more, and their files.</summary>
internal static class SpacePruneCommand
{
    public static Command Build()
    {
        var space = SpaceArguments.Space();
        var keep = new Option<int>("--keep") { Description = "The newest versions that stay: of the space, of each center, of each modality's heads.", HelpName = "N", DefaultValueFactory = _ => new SpacePruneRequest().Keep }.Within(1, int.MaxValue);
        var hours = new Option<int>("--older-than-hours") { Description = "Files that were used within so many hours stay: a build that goes on may need them.", HelpName = "HOURS", DefaultValueFactory = _ => (int)new SpacePruneRequest().OlderThan.TotalHours }.Within(0, 24 * 3650);
        var dryRun = new Option<bool>("--dry-run") { Description = "Only say what would be removed." };
        var json = Json.Option();
        var command = new Command("prune", """
            Remove versions, centers and heads of a space that nothing needs any more, and the files of all spaces that nothing names.
            The newest ones stay, what an alias names, what is in use, and what a job of the job list pinned ('unibind jobs delete' lets go of it).

            Example:
              unibind space prune digits --keep 3 --dry-run
            """) { space, keep, hours, dryRun, json };
        var grid = GridOptions.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var session = await GridSession.OpenAsync(grid.Read(parsed), cancellationToken);
            var request = new SpacePruneRequest { Keep = parsed.GetValue(keep), OlderThan = TimeSpan.FromHours(parsed.GetValue(hours)), DryRun = parsed.GetValue(dryRun) };
            var report = await session.Client.Spaces.PruneAsync(parsed.GetRequiredValue(space), request);
            if (parsed.GetValue(json))
                Json.Print(report);
            else
                Print(report, request.DryRun);
            return ExitCode.Done;
        });
        return command;
    }

    private static void Print(SpacePruneReport report, bool dryRun)
    {
        Console.Out.WriteLine($"{report.Space}: {(dryRun ? "would remove" : "removed")} {Names(report.Versions)}, {report.Centers:N0} center version(s), {report.Heads:N0} head(s).");
        Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  files   {report.Files:N0}, {report.Bytes / 1048576.0:N1} MiB"));
        if (report.Pinned.Length > 0)
            Console.Out.WriteLine($"  stays   {Names(report.Pinned)}: jobs of the job list pinned {(report.Pinned.Length == 1 ? "it" : "them")}");
    }

    private static string Names(int[] versions) => versions.Length == 0 ? "no version" : string.Join(", ", versions.Order().Select(v => $"@{v}"));
}
