using System.CommandLine;

namespace UniBind.Grid.Cli;

/// <summary><c>unibind jobs</c>: the job list, and what can be done to a job.</summary>
internal static class JobsCommand
{
    public static Command Build() => new("jobs", "List, watch and steer jobs.")
    {
        List(),
        Show(),
        Watch(),
        Steer("pause", "Hand out no more shards of a job; those at work finish first.", JobRunner.PauseAsync),
        Resume(),
        RetryDeadLetters(),
        Steer("cancel", "Stop a job; what it committed stays.", (session, id) => session.Client.CancelAsync(id)),
        JobsDeleteCommand.Build(),
    };

    private static Command List()
    {
        var limit = new Option<int>("--limit") { Description = "At most this many.", HelpName = "N", DefaultValueFactory = _ => 100 }.Within(1, int.MaxValue);
        var json = Json.Option();
        var command = new Command("list", """
            List jobs, newest first.

            Example:
              unibind jobs list --json
            """) { limit, json };
        var grid = GridOptions.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var session = await GridSession.OpenAsync(grid.Read(parsed), cancellationToken);
            var jobs = await RefreshAsync(session, await session.Client.ListJobsAsync(parsed.GetValue(limit)));
            if (parsed.GetValue(json))
                Json.Print(jobs);
            else if (jobs.Count == 0)
                Console.Out.WriteLine("There are no jobs yet; 'unibind embed FOLDER --out DIR' makes one.");
            else
                PrintList(jobs);
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Show()
    {
        var id = Id();
        var json = Json.Option();
        var command = new Command("show", """
            Show one job.

            Example:
              unibind jobs show 20261123-142233-7f3a9c
            """) { id, json };
        var grid = GridOptions.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var session = await GridSession.OpenAsync(grid.Read(parsed), cancellationToken);
            var jobId = parsed.GetRequiredValue(id);
            var progress = await session.Client.GetJobAsync(jobId);
            if (progress.State == JobState.Unknown)
                throw new GridException($"There is no job '{jobId}'; 'unibind jobs list' shows those there are.");
            Print(progress, parsed.GetValue(json));
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Watch()
    {
        var id = Id();
        var json = Json.Option();
        var command = new Command("watch", """
            Follow a job to its end.

            Example:
              unibind jobs watch 20261123-142233-7f3a9c
            """) { id, json };
        var grid = GridOptions.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var session = await GridSession.OpenAsync(grid.Read(parsed), cancellationToken);
            return await FollowAsync(session, parsed.GetRequiredValue(id), parsed.GetValue(json), cancellationToken);
        });
        return command;
    }

    private static Command Resume()
    {
        var id = Id();
        var json = Json.Option();
        var command = new Command("resume", """
            Go on with a paused, interrupted, failed or cancelled job. Without a running grid, the command runs it to its end.

            Example:
              unibind jobs resume 20261123-142233-7f3a9c
            """) { id, json };
        var grid = GridOptions.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var session = await GridSession.OpenAsync(grid.Read(parsed), cancellationToken);
            var jobId = parsed.GetRequiredValue(id);
            var progress = await session.Client.ResumeAsync(jobId);
            if (session.IsOwn)
                return await FollowAsync(session, jobId, parsed.GetValue(json), cancellationToken);
            Print(progress, parsed.GetValue(json));
            return ExitCode.Done;
        });
        return command;
    }

    private static Command RetryDeadLetters()
    {
        var id = Id();
        var code = new Option<string?>("--code") { Description = "Only the dead letters of this code, as errors.jsonl has it.", HelpName = "CODE" };
        var json = Json.Option();
        var command = new Command("retry-dead-letters", """
            Try the dead-lettered items of a finished job again, after what was wrong with them is mended. Rows that stand are kept; what
            fails again stays in errors.jsonl. Until it is finished again, the output has no _SUCCESS.

            Examples:
              unibind jobs retry-dead-letters 20261123-142233-7f3a9c
              unibind jobs retry-dead-letters 20261123-142233-7f3a9c --code corrupt
            """) { id, code, json };
        var grid = GridOptions.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var session = await GridSession.OpenAsync(grid.Read(parsed), cancellationToken);
            var jobId = parsed.GetRequiredValue(id);
            await session.Client.RetryDeadLettersAsync(jobId, parsed.GetValue(code));
            return await FollowAsync(session, jobId, parsed.GetValue(json), cancellationToken);
        });
        return command;
    }

    private static Command Steer(string name, string description, Func<GridSession, string, Task<JobProgress>> act)
    {
        var id = Id();
        var json = Json.Option();
        var command = new Command(name, $"""
            {description}

            Example:
              unibind jobs {name} 20261123-142233-7f3a9c
            """) { id, json };
        var grid = GridOptions.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var session = await GridSession.OpenAsync(grid.Read(parsed), cancellationToken);
            Print(await act(session, parsed.GetRequiredValue(id)), parsed.GetValue(json));
            return ExitCode.Done;
        });
        return command;
    }

    /// <summary>The list keeps changes of state; asks the jobs that were running then how they are now.</summary>
    private static async Task<IReadOnlyList<JobSummary>> RefreshAsync(GridSession session, IReadOnlyList<JobSummary> jobs)
    {
        var now = new List<JobSummary>(jobs.Count);
        foreach (var job in jobs)
        {
            if (job.State.IsTerminal())
            {
                now.Add(job);
                continue;
            }
            var progress = await session.Client.GetJobAsync(job.JobId);
            now.Add(job with { State = progress.State, Embedded = progress.WithRow, DeadLettered = progress.DeadLettered });
        }
        return now;
    }

    private static async Task<int> FollowAsync(GridSession session, string jobId, bool json, CancellationToken cancellationToken)
    {
        JobProgress end;
        using (var view = ProgressViews.Create(json))
            end = await JobRunner.FollowAsync(session, jobId, view, cancellationToken);
        Print(end, json);
        return JobRunner.ExitCodeOf(end);
    }

    private static void Print(JobProgress progress, bool json)
    {
        if (json)
        {
            Json.Print(progress);
            return;
        }
        Console.Out.WriteLine($"job     {progress.JobId}");
        Console.Out.WriteLine(ProgressText.Line(progress));
        Console.Out.WriteLine($"output  {progress.Output}");
        if (progress.Message is { } message)
            Console.Out.WriteLine($"note    {message}");
    }

    /// <summary>A job a line, the id first and whole: people copy it and programs cut it.</summary>
    private static void PrintList(IEnumerable<JobSummary> jobs)
    {
        Console.Out.WriteLine($"{"JOB",-24} {"STATE",-9} {"SUBMITTED",-16} {"EMBEDDED",12} {"DEAD",8}  OUTPUT");
        foreach (var job in jobs)
            Console.Out.WriteLine(FormattableString.Invariant(
                $"{job.JobId,-24} {job.State.ToString().ToLowerInvariant(),-9} {job.SubmittedAt.ToLocalTime():yyyy-MM-dd HH:mm} {job.Embedded,12:N0} {job.DeadLettered,8:N0}  {job.Output}"));
    }

    private static Argument<string> Id() => new("job") { Description = "The job's id, as 'unibind jobs list' shows it." };
}
