using System.CommandLine;
using System.Globalization;

namespace UniBind.Grid.Cli;

/// <summary><c>unibind jobs delete</c>: forgets a job and deletes its output.</summary>
internal static class JobsDeleteCommand
{
    public static Command Build()
    {
        var id = new Argument<string>("job") { Description = "The job's id, as 'unibind jobs list' shows it." };
        var keepOutput = new Option<bool>("--keep-output") { Description = "Only forget the job; its output stays as it is." };
        var json = Json.Option();
        var command = new Command("delete", """
            Forget a job that is not running and delete its output. Raw embeddings that other outputs were realigned from stay, and go with the last of those;
            files that are not the grid's stay, too.

            Example:
              unibind jobs delete 20261123-142233-7f3a9c
            """) { id, keepOutput, json };
        var grid = GridOptions.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var session = await GridSession.OpenAsync(grid.Read(parsed), cancellationToken);
            var deleted = await session.Client.DeleteAsync(parsed.GetRequiredValue(id), parsed.GetValue(keepOutput));
            if (parsed.GetValue(json))
                Json.Print(deleted);
            else
                Print(deleted);
            return ExitCode.Done;
        });
        return command;
    }

    private static void Print(JobDeletion deleted)
    {
        Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{deleted.JobId}: deleted; {deleted.Objects:N0} files, {deleted.Bytes / 1048576.0:N1} MiB of '{deleted.Output}' are gone."));
        if (deleted.Dependents.Length > 0)
            Console.Out.WriteLine($"  stays   its raw embeddings, for {string.Join(", ", deleted.Dependents)}");
    }
}
